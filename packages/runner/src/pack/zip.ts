import { deflateSync, Zip, ZipPassThrough } from "fflate";
import { gateTree } from "../sandbox/path-gate.ts";

/**
 * The time of every entry. A zip keeps local time, so it is given in local time: the bytes are then the same in every
 * time zone. Noon, because some zones have had no midnight that day.
 */
const entryTime = () => new Date(2000, 0, 1, 12);

/** What zip calls the system that gave the modes: Unix. */
const unix = 3;

/** How hard to deflate, 0–9: zlib's usual. */
export const level = 6;

/** An entry of one piece. The library's own keeps its tables until the archive ends, 20 kB for each file. */
class Deflated extends ZipPassThrough {
  override compression = 8;
  override process(body: Uint8Array, isLast: boolean) {
    this.ondata(null, deflateSync(body, { level }), isLast);
  }
}

/**
 * An archive with one top folder, the same bytes for the same files on any machine: sorted, one time for all, and
 * deflated in JavaScript, since zlib's output differs between processors and versions.
 *
 * @throws PathRefused
 */
export function zip(folder: string, files: ReadonlyMap<string, Uint8Array>): Buffer {
  const gated = gateTree(files);
  // By code unit, not by language: the order may not depend on the machine.
  return Buffer.concat([...zipped(folder, [...gated.keys()].sort(), (path) => gated.get(path) ?? new Uint8Array())]);
}

/** The archive's bytes in pieces, each file read when its turn comes and not held longer. */
export function* zipped(
  folder: string,
  paths: Iterable<string>,
  read: (path: string) => Uint8Array,
): Generator<Uint8Array> {
  const parts: Uint8Array[] = [];
  const archive = new Zip((error, part) => {
    if (error) throw error;
    parts.push(part);
  });
  for (const path of paths) {
    const entry = new Deflated(`${folder}/${path}`);
    entry.mtime = entryTime();
    entry.os = unix;
    entry.attrs = ((path.endsWith(".sh") ? 0o100755 : 0o100644) << 16) >>> 0;
    archive.add(entry);
    entry.push(read(path), true);
    yield* parts.splice(0);
  }
  archive.end();
  yield* parts;
}
