import { createHash } from "node:crypto";
import { call, type Endpoint, PlatformRefused, pause } from "./call.ts";
import { ArtifactReply } from "./schema.ts";

export type ArtifactKind = "zip" | "manifest" | "checkpoint" | "log" | "picture";

/** A file that the platform keeps; `key` names it in later calls. */
export type Stored = { key: string; sha256: string; bytes: number };

const putMaxMs = 60_000;
const attemptsPerAddress = 3;

/**
 * Stores bytes by a presigned PUT with exactly the headers it was signed for.
 *
 * 412 means that the key is taken. Keys are given per content, so by ourselves, by an attempt whose answer was lost.
 *
 * @throws PlatformRefused when the store refuses
 */
export async function upload(
  endpoint: Endpoint,
  kind: ArtifactKind,
  body: Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<Stored> {
  const sha256 = createHash("sha256").update(body).digest("hex");
  const bytes = body.byteLength;
  for (let attempt = 0; ; attempt++) {
    endpoint.signal.throwIfAborted();
    const { key, url, headers } = await call(
      endpoint,
      "artifacts",
      { kind, sha256, bytes, contentType },
      ArtifactReply,
    );
    const status = await put(url, headers, body, endpoint.signal);
    if (status !== undefined && (status < 300 || status === 412)) return { key, sha256, bytes };
    // 403: the address has expired while we waited; the next round asks for another.
    if (status !== undefined && status < 500 && status !== 403 && status !== 429)
      throw new PlatformRefused(status, "artifact.refused", `The store refused ${kind}: ${status}.`);
    if (attempt + 1 >= attemptsPerAddress && status === 403)
      throw new PlatformRefused(status, "artifact.refused", `The store refused ${kind}: ${status}.`);
    await pause(attempt, endpoint.signal);
  }
}

const put = (url: string, headers: Record<string, string>, body: Uint8Array<ArrayBuffer>, signal: AbortSignal) =>
  fetch(url, {
    method: "PUT",
    headers,
    body,
    redirect: "error",
    signal: AbortSignal.any([signal, AbortSignal.timeout(putMaxMs)]),
  })
    .then(async (answer) => {
      await answer.arrayBuffer();
      return answer.status;
    })
    .catch(() => undefined);

const maxDownloadBytes = 100_000_000;

/**
 * Reads bytes back from a presigned address.
 *
 * @returns undefined when they are gone or are not those of the digest: then the work is simply done again
 */
export async function download(url: string, sha256: string, signal: AbortSignal): Promise<Buffer | undefined> {
  for (let attempt = 0; attempt < attemptsPerAddress; attempt++) {
    const bytes = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(putMaxMs)]) })
      .then(async (answer) => (answer.ok ? Buffer.from(await answer.arrayBuffer()) : undefined))
      .catch(() => undefined);
    signal.throwIfAborted();
    if (bytes && bytes.length <= maxDownloadBytes)
      return createHash("sha256").update(bytes).digest("hex") === sha256 ? bytes : undefined;
    if (attempt + 1 < attemptsPerAddress) await pause(attempt, signal);
  }
  return undefined;
}
