import { crc32, inflateRawSync } from "node:zlib";
import { gatePath, gateTree, treeLimits } from "../sandbox/path-gate.ts";

/** An archive that cannot be read, or that we would not want to. */
export class ArchiveRefused extends Error {
  override readonly name = "ArchiveRefused";
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const fileSignature = 0x04034b50;

/**
 * The files of an archive, read back from its bytes alone, as the clean room needs them.
 *
 * @returns paths with their top folder
 * @throws ArchiveRefused or PathRefused
 */
export function unzip(bytes: Buffer): Map<string, Buffer> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || bytes.length < end + 22 || bytes.readUInt32LE(end) !== endSignature)
    throw new ArchiveRefused("The archive has no end.");
  const files = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== entrySignature) throw new ArchiveRefused("The archive's list is broken.");
    const nameBytes = bytes.readUInt16LE(at + 28);
    const path = gatePath(bytes.toString("utf8", at + 46, at + 46 + nameBytes));
    if (files.has(path)) throw new ArchiveRefused(`${path} is in the archive twice.`);
    files.set(path, readEntry(bytes, at, path));
    at += 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  gateTree(files);
  return files;
}

function readEntry(bytes: Buffer, at: number, path: string): Buffer {
  const method = bytes.readUInt16LE(at + 10);
  const packed = bytes.readUInt32LE(at + 20);
  const size = bytes.readUInt32LE(at + 24);
  const start = bytes.readUInt32LE(at + 42);
  if (size > treeLimits.maxFileBytes) throw new ArchiveRefused(`${path} is too large.`);
  if (bytes.readUInt32LE(start) !== fileSignature) throw new ArchiveRefused(`${path} is not where the list says.`);
  const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
  const body = bytes.subarray(from, from + packed);
  const file = method === 0 ? body : inflated(body, size, path);
  if (file.length !== size || crc32(file) !== bytes.readUInt32LE(at + 16))
    throw new ArchiveRefused(`${path} has other bytes than the list says.`);
  return Buffer.from(file);
}

function inflated(body: Buffer, size: number, path: string): Buffer {
  try {
    return inflateRawSync(body, { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    throw new ArchiveRefused(`${path} cannot be inflated.`, { cause: error });
  }
}
