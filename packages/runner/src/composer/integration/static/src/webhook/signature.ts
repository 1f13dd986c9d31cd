import { createHmac, timingSafeEqual } from "node:crypto";
import type { SystemMapping } from "../flow/mapping.ts";

/** An older signature is not accepted: who has recorded a delivery can't send it again next week. */
const toleranceSeconds = 300;

/**
 * Why a delivery can't be trusted; undefined when it can. With a timestamp header what is signed is
 * `<timestamp>.<body>`, else the body alone.
 */
export function distrust(
  headers: Headers,
  body: string,
  { signatureHeader, prefix, encoding, timestampHeader }: SystemMapping["webhook"],
  secret: string,
  now = Date.now(),
): string | undefined {
  const given = headers.get(signatureHeader);
  if (given === null) return `The header ${signatureHeader} is missing.`;
  if (!given.startsWith(prefix)) return "The signature is not in the agreed form.";
  const timestamp = timestampHeader ? headers.get(timestampHeader) : undefined;
  if (timestamp === null) return `The header ${timestampHeader} is missing.`;
  const expected = createHmac("sha256", secret)
    .update(timestamp === undefined ? body : `${timestamp}.${body}`)
    .digest();
  const signature = Buffer.from(given.slice(prefix.length), encoding);
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return "The signature is wrong.";
  if (timestamp !== undefined) {
    const age = Math.abs(now / 1000 - Number(timestamp));
    if (!(age <= toleranceSeconds)) return "The signature is too old, or a clock is wrong.";
  }
  return undefined;
}
