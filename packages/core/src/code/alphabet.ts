import { randomBytes } from "node:crypto";

/** Crockford's base 32: no I, L, O or U. https://www.crockford.com/base32.html */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const randomLength = 24;

/** `XXXXX-XXXXX-XXXXX-XXXXX-XXXXX`: 120 random bits and a check character. */
export const newCode = (): string => codeFrom(randomBytes(randomLength));

/** The code made of these bytes, five bits of each. @param bytes at least 24 */
export function codeFrom(bytes: Uint8Array): string {
  const body = Array.from(bytes.subarray(0, randomLength), (byte) => alphabet[byte & 31]).join("");
  return format(body + checkOf(body));
}

/**
 * What was typed, as it is printed: case, spaces and dashes are free, and O, I and L are read as 0, 1 and 1.
 *
 * @returns undefined when it cannot be a code
 */
export function read(typed: string): string | undefined {
  const signs = typed.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  if (signs.length !== randomLength + 1 || [...signs].some((sign) => !alphabet.includes(sign))) return undefined;
  return checkOf(signs.slice(0, -1)) === signs.at(-1) ? format(signs) : undefined;
}

export const last5 = (code: string): string => code.slice(-5);

const format = (signs: string): string => (signs.match(/.{5}/g) ?? []).join("-");

/** Luhn's sum modulo 32: finds one wrong sign and nearly every pair swapped. https://en.wikipedia.org/wiki/Luhn_mod_N_algorithm */
function checkOf(body: string): string {
  let sum = 0;
  for (const [index, sign] of [...body].reverse().entries()) {
    const value = alphabet.indexOf(sign) * (index % 2 === 0 ? 2 : 1);
    sum += Math.floor(value / 32) + (value % 32);
  }
  return alphabet[(32 - (sum % 32)) % 32] ?? "0";
}
