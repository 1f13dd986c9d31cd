import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import type { Database } from "../db/database.ts";
import { invalid } from "../http/problem.ts";
import { type Files, filesOf } from "../resource/files.ts";
import type { Body } from "../resource/input.ts";
import type { ApiRecord, Resource } from "../resource/resource.ts";
import type { Given } from "./field.ts";
import { Upload, uploadsIn } from "./upload.ts";

/** The folder that files lie in. */
type Shelf = Pick<Files, "around" | "place" | "clear"> & { read(id: string): Promise<Uint8Array> };

/**
 * Opens the folder, makes it when it is not there, and removes what a stop in the middle of a change left in it.
 *
 * Whatever a change may leave behind, a file that was refused or one that was replaced, stands in the table
 * `stray_file` before it could be forgotten, and is removed when the change has ended.
 */
export function openShelf(db: Database, folder: string): Shelf {
  mkdirSync(folder, { recursive: true });
  sweep();
  return { around, place, clear, read: (id) => readFile(pathOf(id)) };

  /** Only names that we gave: an address can lead to no other file. */
  function pathOf(id: string): string {
    if (!/^[0-9a-f]{32}$/.test(id)) throw new Error(`Not a file of ours: ${id}`);
    return join(folder, id);
  }

  function around<T>(body: unknown, change: () => T): T {
    for (const { id } of uploadsIn(body)) release(id);
    try {
      return change();
    } finally {
      sweep();
    }
  }

  function place(resource: Resource, values: Body, before?: ApiRecord): Body {
    const placed: Body = {};
    for (const [name, field] of Object.entries(resource.fields)) {
      if (field.kind !== "file" || values[name] === undefined) continue;
      const present = before ? filesOf(before, name) : [];
      const wanted = [...new Set(values[name] === null ? [] : [values[name] as Given | Given[]].flat())];
      const kept = wanted.map((each) => {
        if (each instanceof Upload) return written(each);
        const own = present.find(({ id }) => id === each.id);
        if (!own) throw invalid([{ path: name, message: "The record has no such file." }]);
        return { id: own.id, name: own.name, type: own.type, size: own.size };
      });
      for (const { id } of present) if (!kept.some((each) => each.id === id)) release(id);
      placed[name] = kept.length === 0 ? null : kept;
    }
    return placed;
  }

  function written({ id, name, kind, bytes }: Upload) {
    writeFileSync(pathOf(id), bytes, { flush: true });
    db.run(sql`delete from stray_file where id = ${id}`);
    return { id, name, type: kind?.type ?? "application/octet-stream", size: bytes.length };
  }

  function clear(resource: Resource, record: ApiRecord): void {
    for (const [name, field] of Object.entries(resource.fields))
      if (field.kind === "file") for (const { id } of filesOf(record, name)) release(id);
  }

  function release(id: string): void {
    db.run(sql`insert into stray_file (id) values (${id}) on conflict do nothing`);
  }

  function sweep(): void {
    for (const { id } of db.all<{ id: string }>(sql`select id from stray_file`)) {
      rmSync(pathOf(id), { force: true });
      db.run(sql`delete from stray_file where id = ${id}`);
    }
  }
}
