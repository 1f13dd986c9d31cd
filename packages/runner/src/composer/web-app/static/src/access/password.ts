import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** scrypt at 16 MiB and some 50 ms: bearable at a sign-in, ruinous for guessing. */
const cost = { N: 16_384, r: 8, p: 1 };

/** What is kept of a password: the parameters, a salt and the derived key, so that the cost can grow later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

export async function passwordMatches(password: string, kept: string): Promise<boolean> {
  const [, N, r, p, salt = "", key = ""] = kept.split("$");
  const expected = Buffer.from(key, "base64url");
  const given = await derive(password, Buffer.from(salt, "base64url"), { N: Number(N), r: Number(r), p: Number(p) });
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function derive(password: string, salt: Buffer, options: typeof cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, 32, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
