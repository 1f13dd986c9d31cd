import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { Actor } from "@q2o/core/actor";
import { Failure } from "@q2o/core/base";
import { Idempotency } from "@q2o/core/idempotency";
import { Ports } from "@q2o/core/ports";
import type { Answer } from "./route.ts";

type Question = { key: string; method: string; path: string; body: string };

/**
 * Gives the same answer to the same question, asked by the same person with the same key.
 *
 * Answers may hold what is said only once (a new activation code, a session), so they are kept sealed with a key
 * derived from the caller's, which is not kept.
 *
 * @throws Failure `idempotency.mismatch`, `idempotency.malformed`
 */
export async function once(question: Question, work: () => Promise<Answer>): Promise<Answer> {
  if (!/^[\x21-\x7e]{1,200}$/.test(question.key))
    throw new Failure("invalid", "idempotency.malformed", "An Idempotency-Key has 1 to 200 visible ASCII characters.");
  const actor = Actor.current();
  const scope = `${whoIs(actor)}\n${question.method} ${question.path}\n${question.key}`;
  const { seal } = Ports.use();
  const secret = Buffer.from(seal("idempotency-reply", scope), "hex");
  const row = {
    id: seal("idempotency-key", scope),
    tenantId: "tenantId" in actor ? actor.tenantId : null,
    requestHash: createHash("sha256").update(question.body).digest("base64url"),
  };
  const sealed = await Idempotency.once(row, async () => encrypt(JSON.stringify(await work()), secret));
  return JSON.parse(decrypt(sealed, secret)) as Answer;
}

/** A person, not a session: who signs in again may repeat a question too. */
const whoIs = (actor: Actor.Actor): string =>
  `${actor.type}:${actor.type === "public" ? actor.network : (Actor.idOf(actor) ?? "")}`;

function encrypt(text: string, key: Buffer): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64");
}

function decrypt(sealed: string, key: Buffer): string {
  const bytes = Buffer.from(sealed, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}
