import { crc32, deflateSync } from "node:zlib";
import { Upload } from "./upload.ts";

const side = 160;
const colours = [
  [53, 84, 209],
  [18, 104, 60],
  [165, 29, 45],
  [124, 74, 3],
  [90, 60, 160],
  [20, 110, 130],
] as const;

/** A small picture for a first record, so that pages look as they will: a coloured square with a lighter disc. */
export function picture(name: string, index: number): Upload {
  const [red, green, blue] = colours[index % colours.length] ?? colours[0];
  const rows = Array.from({ length: side }, (_, y) => {
    const row = Buffer.alloc(1 + side * 3);
    for (let x = 0; x < side; x += 1) {
      const isDisc = (x - side / 2) ** 2 + (y - side / 2) ** 2 < (side / 3) ** 2;
      const lighter = (value: number) => (isDisc ? Math.round(value + (255 - value) * 0.6) : value);
      row.set([lighter(red), lighter(green), lighter(blue)], 1 + x * 3);
    }
    return row;
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const parts = [chunk("IHDR", header), chunk("IDAT", deflateSync(Buffer.concat(rows))), chunk("IEND", Buffer.alloc(0))];
  return new Upload(`${name} ${index + 1}.png`, Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...parts]));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A page of text for a first record. */
export function paper(name: string, index: number): Upload {
  const called = `${name} ${index + 1}`;
  return new Upload(`${called}.txt`, Buffer.from(`${called}\n\nAn example. Replace it with your own.\n`));
}
