import { ZipFile } from "yazl";
import { gateTree } from "../sandbox/path-gate.ts";

/**
 * The time of every entry. A zip keeps local time, so it is given in local time: the bytes are then the same in every
 * time zone. Noon, because some zones have had no midnight that day.
 */
const entryTime = () => new Date(2000, 0, 1, 12);

/**
 * An archive with one top folder, the same bytes for the same files on any machine.
 *
 * Stored, not deflated: zlib's output differs between processors and versions, and sources are small.
 *
 * @throws PathRefused
 */
export async function zip(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [path, body] of [...gateTree(files)].sort(byPath))
    archive.addBuffer(Buffer.from(body), `${folder}/${path}`, {
      mtime: entryTime(),
      mode: path.endsWith(".sh") ? 0o100755 : 0o100644,
      compress: false,
      forceDosTimestamp: true,
    });
  archive.end();
  const parts: Buffer[] = [];
  for await (const part of archive.outputStream) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts);
}

/** By code unit, not by language: the order may not depend on the machine. */
const byPath = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : a > b ? 1 : 0);
