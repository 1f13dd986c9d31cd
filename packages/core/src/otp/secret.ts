import { createHash, timingSafeEqual } from "node:crypto";

/**
 * The six digits of a one-time code, leading zeros kept.
 *
 * They follow from the product's secret and the request, so that they need to be stored nowhere, queued nowhere, and
 * the mail can still be written later. Of 256 bits modulo a million the bias is immeasurable.
 *
 * @param sealed keyed hash of the request, hex
 */
export const digitsOf = (sealed: string): string => (BigInt(`0x${sealed}`) % 1_000_000n).toString().padStart(6, "0");

/** In the same time whatever was typed. */
export const isSame = (one: string, other: string): boolean => timingSafeEqual(hash(one), hash(other));

const hash = (text: string) => createHash("sha256").update(text).digest();
