import { join } from "node:path";
import type { Context, Hono } from "hono";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import type { FilesDocument } from "../http/openapi.ts";
import { missing } from "../http/problem.ts";
import { log } from "../log.ts";
import { type Files, filesOf, hasFiles } from "../resource/files.ts";
import type { ApiRecord, Model, Resource } from "../resource/resource.ts";
import { idOf, notAllowed } from "../resource/routes.ts";
import { get, update, type Work } from "../resource/store.ts";
import { apiBody, formBody, isUpload } from "./body.ts";
import { filesDocument } from "./document.ts";
import { openShelf } from "./shelf.ts";

/** Files beside the database, in `FILES_DIR`. */
export function openFiles(
  db: Database,
  config: Pick<Config, "DATA_DIR" | "FILES_DIR" | "MAX_UPLOAD_MB">,
): Files & { document: FilesDocument } {
  const { around, place, clear, read } = openShelf(db, config.FILES_DIR ?? join(config.DATA_DIR, "files"));
  const maxBytes = config.MAX_UPLOAD_MB * 1_000_000;
  return { around, place, clear, maxBytes, isUpload, apiBody, formBody, routes, document: filesDocument(maxBytes) };

  /** `/api/<path>/{id}/files/<file>`: whoever may see a record may read its files, and nobody else. */
  function routes(app: Hono, model: Model, workOf: (c: Context) => Work): void {
    for (const resource of model.resources) {
      if (!hasFiles(resource)) continue;
      const one = `/api/${resource.path}/:id/files/:file`;
      app.get(one, async (c) => {
        const { file } = held(resource, get(workOf(c), resource, idOf(c)), c);
        const headers = {
          // The bytes of an id never change, but each look asks again whether one may.
          "Cache-Control": "private, no-cache",
          ETag: `"${file.id}"`,
          "Content-Type": file.type,
          "Content-Disposition": disposition(file),
        };
        if (c.req.header("If-None-Match") === headers.ETag) return c.body(null, 304, headers);
        const bytes = await read(file.id).catch((error: unknown) => {
          log.error("file.lost", error, { path: c.req.path });
          throw missing("file");
        });
        return c.body(new Uint8Array(bytes), 200, headers);
      });
      app.delete(one, (c) => {
        const work = workOf(c);
        const record = get(work, resource, idOf(c));
        const { name, file } = held(resource, record, c);
        const left = filesOf(record, name).filter(({ id }) => id !== file.id);
        update(work, resource, record.id, { [name]: left.length === 0 ? null : left }, "partial");
        return c.body(null, 204);
      });
      app.all(one, () => notAllowed("GET, DELETE"));
    }
  }
}

/** The file of a record that an address names, and the field that it is in. */
function held(resource: Resource, record: ApiRecord, c: Context) {
  const all = Object.keys(resource.fields)
    .filter((name) => resource.fields[name]?.kind === "file")
    .flatMap((name) => filesOf(record, name).map((file) => ({ name, file })));
  const found = all.find(({ file }) => file.id === c.req.param("file"));
  if (!found) throw missing("file");
  return found;
}

/** Pictures are shown, all else is saved: nothing that was sent opens as a page of this site. */
function disposition({ name, type }: { name: string; type: string }): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const shown = type.startsWith("image/") ? "inline" : "attachment";
  return `${shown}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}
