import type { Context } from "hono";
import { Problem } from "../http/problem.ts";
import { filesOf } from "../resource/files.ts";
import type { Body } from "../resource/input.ts";
import type { ApiRecord, Resource } from "../resource/resource.ts";
import { Upload } from "./upload.ts";

export const isUpload = (c: Context): boolean => /^multipart\/form-data\b/i.test(c.req.header("Content-Type") ?? "");

/**
 * The body of a request to the API that brings files: `record` is what would otherwise be the whole body, each other
 * part one value. What comes for a field that takes several is put with those that `record` names or, where it names
 * none, with those of the `present` record.
 *
 * @throws Problem `body.malformed`
 */
export async function apiBody(c: Context, resource: Resource, present?: () => ApiRecord): Promise<unknown> {
  const parts = await c.req.parseBody({ all: true }).catch(() => {
    throw malformed("The body is not valid multipart/form-data.");
  });
  const { record, ...others } = parts;
  const body = record === undefined ? {} : parsed(record instanceof File ? await record.text() : record);
  for (const [name, part] of Object.entries(others)) {
    const field = Object.hasOwn(resource.fields, name) ? resource.fields[name] : undefined;
    if (field?.kind !== "file") {
      body[name] = part;
      continue;
    }
    const uploads = await uploadsOf(part);
    const [last] = uploads.slice(-1);
    if (field.files?.most === 1) body[name] = uploads.length > 1 ? uploads : (last ?? part);
    else {
      const before = name in body ? [body[name] ?? []].flat() : present ? filesOf(present(), name) : [];
      body[name] = [...before, ...(uploads.length > 0 ? uploads : [part].flat())];
    }
  }
  return body;
}

/**
 * What a form says of files: those that stay (`<name>:kept` without `<name>:removed`) and those that were chosen. An
 * input that was left alone comes as a file without name and bytes.
 */
export async function formBody(
  parts: Record<string, unknown>,
  resource: Resource,
  only?: readonly string[],
): Promise<Body> {
  const body: Body = {};
  for (const [name, field] of Object.entries(resource.fields)) {
    if (field.kind !== "file" || field.readOnly || (only && !only.includes(name))) continue;
    const removed = texts(parts[`${name}:removed`]);
    const kept = texts(parts[`${name}:kept`]).flatMap((id) => (removed.includes(id) ? [] : [{ id }]));
    const chosen = await uploadsOf(parts[name]);
    body[name] = field.files?.most === 1 ? (chosen[0] ?? kept[0] ?? null) : [...kept, ...chosen];
  }
  return body;
}

const uploadsOf = (part: unknown): Promise<Upload[]> =>
  Promise.all(
    [part]
      .flat()
      .filter((each) => each instanceof File)
      .filter(({ name, size }) => name !== "" || size > 0)
      .map(async (each) => new Upload(each.name, new Uint8Array(await each.arrayBuffer()))),
  );

const texts = (part: unknown): string[] => [part].flat().filter((each) => typeof each === "string");

function parsed(text: unknown): Body {
  try {
    const value: unknown = JSON.parse(String(text));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {}
  throw malformed("The part record is not a JSON object.");
}

const malformed = (detail: string) =>
  new Problem(400, "body.malformed", detail, [{ path: "", message: "Send a JSON object as the part record." }]);
