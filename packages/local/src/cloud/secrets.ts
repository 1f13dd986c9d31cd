import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import * as z from "zod";

const Secrets = z.object({
  appSecret: z.string(),
  signingKey: z.string(),
  passwords: z.object({ superuser: z.string(), owner: z.string(), login: z.string() }),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  stripeSecretKey: z.string(),
  stripeWebhookSecret: z.string(),
});

export type Secrets = z.infer<typeof Secrets>;

/** What the product keeps secret on this machine: made once, readable by its owner only. */
export function openSecrets(file: string): Secrets {
  if (existsSync(file)) return Secrets.parse(JSON.parse(readFileSync(file, "utf8")));
  const secret = (bytes: number) => randomBytes(bytes).toString("base64url");
  const { privateKey } = generateKeyPairSync("ed25519");
  const secrets: Secrets = {
    appSecret: secret(48),
    signingKey: Buffer.from(privateKey.export({ type: "pkcs8", format: "pem" })).toString("base64"),
    passwords: { superuser: secret(24), owner: secret(24), login: secret(24) },
    credentials: { accessKeyId: `AKLOCAL${randomBytes(6).toString("hex").toUpperCase()}`, secretAccessKey: secret(30) },
    stripeSecretKey: `sk_test_local_${randomBytes(16).toString("hex")}`,
    stripeWebhookSecret: `whsec_${randomBytes(24).toString("hex")}`,
  };
  writeFileSync(`${file}.new`, JSON.stringify(secrets, undefined, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return secrets;
}
