import type { Asked } from "../edge/route.ts";

type File = { url: string; expiresAt: string; bytes: number; sha256: string };

/** A browser is sent to the file; a program that asks for JSON is told where it is. */
export const toFile = (file: File, { accept }: Asked) =>
  accept.includes("application/json")
    ? { body: file }
    : { status: 302, body: undefined, headers: { location: file.url } };
