import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign as signBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Signature } from "../pack/index.ts";

/**
 * Signs with this machine's own key, made once and readable by its owner only. It shows that an archive is as it was
 * made here; the platform's key, which others know, is not here.
 */
export function signerOf(file: string): (sha256: string) => Signature {
  const key = createPrivateKey(keyIn(file));
  const publicKey = createPublicKey(key);
  const der = publicKey.export({ type: "spki", format: "der" });
  return (sha256) => ({
    algorithm: "Ed25519",
    keyId: createHash("sha256").update(der).digest("hex").slice(0, 16),
    publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
    signature: signBytes(null, Buffer.from(sha256, "hex"), key).toString("base64"),
  });
}

/** Of two that make one at the same time, the first one's is everybody's. */
function keyIn(file: string): string {
  if (existsSync(file)) return readFileSync(file, "utf8");
  const { privateKey } = generateKeyPairSync("ed25519");
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, "utf8");
}
