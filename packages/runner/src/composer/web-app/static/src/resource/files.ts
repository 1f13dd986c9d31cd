import type { Context, Hono } from "hono";
import type { Field } from "./fields.ts";
import type { Body } from "./input.ts";
import type { ApiRecord, Model, Resource } from "./resource.ts";
import type { Work } from "./store.ts";

/** A file as a record keeps it: what it is called, what it is by its bytes, and how many of them. */
export type StoredFile = { id: string; name: string; type: string; size: number };

/** A file as the API shows it. */
export type ShownFile = StoredFile & { url: string };

/** What an application does with the files of its records, where they have some. */
export type Files = {
  /** The most that a request with files may carry. */
  maxBytes: number;
  /** Whether a request brings files. */
  isUpload(c: Context): boolean;
  /** Carries a change out and leaves no file behind that no record names, however it ends. */
  around<T>(body: unknown, change: () => T): T;
  /** Writes what is new among a record's files, lets go of what it no longer names, and says what it then holds. */
  place(resource: Resource, values: Body, before?: ApiRecord): Body;
  /** Lets go of all files of a record. */
  clear(resource: Resource, record: ApiRecord): void;
  /** The body of a request to the API; `present` is the record that is changed. */
  apiBody(c: Context, resource: Resource, present?: () => ApiRecord): Promise<unknown>;
  /** What a form says of files. */
  formBody(parts: Record<string, unknown>, resource: Resource, only?: readonly string[]): Promise<Body>;
  routes(app: Hono, model: Model, workOf: (c: Context) => Work): void;
};

/** The files that a record has in a field, whether it takes one or several. */
export const filesOf = (record: Record<string, unknown>, name: string): ShownFile[] =>
  [record[name] ?? []].flat() as ShownFile[];

export const hasFiles = (resource: Pick<Resource, "fields">, only?: readonly string[]): boolean =>
  Object.entries(resource.fields).some(([name, { kind }]) => kind === "file" && (!only || only.includes(name)));

/** What the database holds of a field of files, as the API shows it: one or none, or a list. */
export function shownFiles(resource: Resource, id: number, field: Field, value: unknown): ShownFile | ShownFile[] | null {
  const stored = value === null ? [] : (JSON.parse(String(value)) as StoredFile[]);
  const files = stored.map((file) => ({ ...file, url: `/api/${resource.path}/${id}/files/${file.id}` }));
  return field.files?.most === 1 ? (files[0] ?? null) : files;
}
