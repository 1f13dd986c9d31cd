import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** An object as the index knows it. `blob` names its file, never derived from the key. */
export type Stored = {
  key: string;
  blob: string;
  bytes: number;
  etag: string;
  modifiedAt: number;
  /** Headers to give back: content type and disposition, user metadata, checksum. */
  headers: Record<string, string>;
};

export type Store = ReturnType<typeof openStore>;

/**
 * Objects on disk: bytes in files with random names, and an SQLite index that points at them. A file is complete and
 * synced before the index names it, so a kill at any moment leaves the old object or the new one, and at worst a
 * file nobody names, which the next start removes.
 */
export function openStore(folder: string) {
  const blobs = join(folder, "blobs");
  mkdirSync(blobs, { recursive: true });
  const database = new DatabaseSync(join(folder, "index.sqlite"));
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    CREATE TABLE IF NOT EXISTS bucket (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS object (
      bucket TEXT NOT NULL REFERENCES bucket, key TEXT NOT NULL, blob TEXT NOT NULL, bytes INTEGER NOT NULL,
      etag TEXT NOT NULL, modified_at INTEGER NOT NULL, headers TEXT NOT NULL, PRIMARY KEY (bucket, key)) STRICT;
    CREATE TABLE IF NOT EXISTS upload (
      id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, headers TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS part (
      upload TEXT NOT NULL REFERENCES upload ON DELETE CASCADE, number INTEGER NOT NULL, blob TEXT NOT NULL,
      bytes INTEGER NOT NULL, etag TEXT NOT NULL, PRIMARY KEY (upload, number)) STRICT;`);

  const named = new Set(
    database
      .prepare("SELECT blob FROM object UNION SELECT blob FROM part")
      .all()
      .map((row) => String(row.blob)),
  );
  for (const file of readdirSync(blobs)) if (!named.has(file)) rmSync(join(blobs, file));

  const path = (blob: string) => join(blobs, blob);
  return {
    database,
    blobFolder: blobs,
    path,
    newBlob: () => randomUUID(),
    discard: (blob: string) => rmSync(path(blob), { force: true }),

    createBucket: (name: string) =>
      database.prepare("INSERT INTO bucket VALUES (?) ON CONFLICT DO NOTHING").run(name).changes === 1,
    hasBucket: (name: string) => database.prepare("SELECT 1 FROM bucket WHERE name = ?").get(name) !== undefined,

    find: (bucket: string, key: string): Stored | undefined => {
      const row = database.prepare("SELECT * FROM object WHERE bucket = ? AND key = ?").get(bucket, key);
      return row && stored(row);
    },

    /**
     * Points a key at a new blob if the condition holds.
     *
     * @param condition `absent`: only if the key is free; an etag: only if that is what is there
     * @returns false when it does not hold; the blob then is the caller's to discard
     */
    put: (bucket: string, object: Stored, condition?: string): boolean => {
      const before = database.prepare("SELECT blob, etag FROM object WHERE bucket = ? AND key = ?");
      const old = before.get(bucket, object.key);
      if (condition === "absent" && old) return false;
      if (condition !== undefined && condition !== "absent" && old?.etag !== condition) return false;
      database
        .prepare("INSERT OR REPLACE INTO object VALUES (?, ?, ?, ?, ?, ?, ?)")
        .run(
          ...[bucket, object.key, object.blob, object.bytes, object.etag],
          ...[object.modifiedAt, JSON.stringify(object.headers)],
        );
      if (old) rmSync(path(String(old.blob)), { force: true });
      return true;
    },

    remove: (bucket: string, key: string): void => {
      const row = database.prepare("DELETE FROM object WHERE bucket = ? AND key = ? RETURNING blob").get(bucket, key);
      if (row) rmSync(path(String(row.blob)), { force: true });
    },

    /** In the order of UTF-8 bytes, as S3 lists: keys after `after` that begin with `prefix`. */
    list: function* (bucket: string, prefix: string, after: string): Generator<Stored> {
      const from = Buffer.compare(Buffer.from(after), Buffer.from(prefix)) > 0 ? after : prefix;
      const rows = database
        .prepare("SELECT * FROM object WHERE bucket = ? AND key >= ? ORDER BY key")
        .iterate(bucket, from);
      for (const row of rows) {
        const object = stored(row);
        if (!object.key.startsWith(prefix)) return;
        if (object.key !== after) yield object;
      }
    },

    close: () => database.close(),
  };
}

const stored = (row: Record<string, unknown>): Stored => ({
  key: String(row.key),
  blob: String(row.blob),
  bytes: Number(row.bytes),
  etag: String(row.etag),
  modifiedAt: Number(row.modified_at),
  headers: JSON.parse(String(row.headers)) as Record<string, string>,
});
