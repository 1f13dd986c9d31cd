import { createHash, type Hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { Refusal } from "./refusal.ts";

/** A running checksum in S3's base64 form. */
type Running = { update: (chunk: Buffer) => void; digest: () => string };

const makers: Record<string, () => Running> = {
  crc32: () => rolling((chunk, before) => crc32(chunk, before)),
  crc32c: () => rolling(crc32c),
  sha1: () => hashing("sha1"),
  sha256: () => hashing("sha256"),
};

/** The algorithm named by `x-amz-checksum-…` or `x-amz-sdk-checksum-algorithm`. @throws Refusal `NotImplemented` */
export function startChecksum(name: string): Running {
  const maker = makers[name.toLowerCase()];
  if (!maker) throw new Refusal("NotImplemented", `The checksum ${name} is not spoken here.`);
  return maker();
}

const hashing = (name: string): Running => {
  const hash: Hash = createHash(name);
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest("base64") };
};

function rolling(step: (chunk: Buffer, before: number) => number): Running {
  let value = 0;
  return {
    update: (chunk) => {
      value = step(chunk, value);
    },
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value >>> 0);
      return bytes.toString("base64");
    },
  };
}

/** Castagnoli's polynomial, reflected. */
const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

function crc32c(chunk: Buffer, before: number): number {
  let value = ~before;
  for (const byte of chunk) value = (table[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return ~value >>> 0;
}
