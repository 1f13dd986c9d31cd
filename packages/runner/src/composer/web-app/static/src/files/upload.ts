import { randomBytes } from "node:crypto";
import { type Kind, kindOf, nameFor } from "./kinds.ts";

/** A file that somebody sends. It is kept under a name of ours, which nobody chooses and which leads nowhere else. */
export class Upload {
  readonly id = randomBytes(16).toString("hex");
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly kind: Kind | undefined;

  constructor(name: string, bytes: Uint8Array) {
    this.kind = kindOf(bytes, name);
    this.name = nameFor(name, this.kind);
    this.bytes = bytes;
  }
}

/** The uploads among the values of a body. */
export const uploadsIn = (body: unknown): Upload[] =>
  typeof body === "object" && body !== null
    ? Object.values(body).flatMap((value) => [value].flat().filter((each) => each instanceof Upload))
    : [];
