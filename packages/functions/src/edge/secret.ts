import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign as signBytes,
} from "node:crypto";

/** Keyed hashes, hex. Each purpose has a key of its own, derived from the one secret. */
export function sealer(secret: string) {
  const keys = new Map<string, Buffer>();
  return (purpose: string, text: string): string => {
    const key = keys.get(purpose) ?? createHmac("sha256", secret).update(`q2o:${purpose}`).digest();
    keys.set(purpose, key);
    return createHmac("sha256", key).update(text).digest("hex");
  };
}

/** @param encoded Ed25519 private key, PKCS#8 PEM in base64; read at the first signature, as few calls sign */
export function signer(encoded: string) {
  let key: KeyObject | undefined;
  return (sha256: string) => {
    key ??= createPrivateKey(Buffer.from(encoded, "base64"));
    const publicKey = createPublicKey(key);
    const keyId = createHash("sha256")
      .update(publicKey.export({ type: "spki", format: "der" }))
      .digest("hex")
      .slice(0, 16);
    return {
      algorithm: "Ed25519" as const,
      keyId,
      publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
      signature: signBytes(null, Buffer.from(sha256, "hex"), key).toString("base64"),
    };
  };
}
