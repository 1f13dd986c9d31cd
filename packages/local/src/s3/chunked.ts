import { Refusal } from "./refusal.ts";

/**
 * Takes `aws-chunked` apart: `size[;extensions]\r\n`, that many bytes, `\r\n`, …, a chunk of none, then trailers.
 *
 * @param trailers receives what follows the last chunk, names in lower case
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export async function* dechunk(source: AsyncIterable<Buffer>, trailers: Map<string, string>): AsyncGenerator<Buffer> {
  const reader = new Reader(source);
  for (;;) {
    const head = await reader.line();
    const size = /^[0-9a-f]+/i.exec(head)?.[0];
    if (size === undefined || size.length > 8) throw new Refusal("IncompleteBody", "A chunk has no size.");
    let left = Number.parseInt(size, 16);
    if (left === 0) break;
    while (left > 0) {
      const part = await reader.some(left);
      left -= part.length;
      yield part;
    }
    if ((await reader.line()) !== "") throw new Refusal("IncompleteBody", "A chunk is longer than it says.");
  }
  for (let line = await reader.line(true); line !== ""; line = await reader.line(true)) {
    const colon = line.indexOf(":");
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}

class Reader {
  private rest: Buffer = Buffer.alloc(0);
  private readonly source: AsyncIterator<Buffer>;

  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** A line without its end. At the very end an unfinished or missing line reads as it is if `lenient`. */
  async line(lenient = false): Promise<string> {
    for (;;) {
      const end = this.rest.indexOf("\r\n");
      if (end !== -1) {
        const line = this.rest.subarray(0, end).toString("latin1");
        this.rest = this.rest.subarray(end + 2);
        return line;
      }
      if (this.rest.length > 16_384) throw new Refusal("IncompleteBody", "A chunk's head is too long.");
      if (!(await this.fill())) {
        if (!lenient) throw new Refusal("IncompleteBody", "The body ends inside a chunk.");
        const line = this.rest.toString("latin1");
        this.rest = Buffer.alloc(0);
        return line;
      }
    }
  }

  /** At least one byte and at most `most`. */
  async some(most: number): Promise<Buffer> {
    if (this.rest.length === 0 && !(await this.fill()))
      throw new Refusal("IncompleteBody", "The body ends inside a chunk.");
    const part = this.rest.subarray(0, most);
    this.rest = this.rest.subarray(part.length);
    return part;
  }

  private async fill(): Promise<boolean> {
    const next = await this.source.next();
    if (next.done) return false;
    this.rest = this.rest.length === 0 ? next.value : Buffer.concat([this.rest, next.value]);
    return true;
  }
}
