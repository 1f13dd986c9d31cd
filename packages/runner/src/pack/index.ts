export * as Pack from "./index.ts";

import type { Analysis, Check, Manifest } from "../artefacts.ts";
import type { Standing } from "../pipeline/verdict.ts";
import { manifestOf, manifestText, sha256 } from "./manifest.ts";
import { verifyScript } from "./verify/script.ts";
import { zip } from "./zip.ts";

/** What the platform's key says of a manifest. */
export type Signature = { algorithm: "Ed25519"; keyId: string; publicKey: string; signature: string };

/** Everything that leaves the task: the archive, and its manifest as a file of its own. */
export type Packed = { zip: Buffer; zipSha256: string; manifest: Manifest; manifestText: string };

export type Packing = {
  analysis: Analysis;
  provider: string;
  files: ReadonlyMap<string, string>;
  standings: readonly Standing[];
  checks: readonly Check[];
};

/**
 * The signed archive of a project. The same packing under the same key gives the same bytes.
 *
 * @param sign asked once, with the hex sha256 of `q2o.json`
 */
export async function pack(packing: Packing, sign: (sha256: string) => Promise<Signature>): Promise<Packed> {
  const files = new Map<string, Uint8Array>();
  for (const [path, body] of packing.files) files.set(path, Buffer.from(body));
  files.set("verify.sh", Buffer.from(verifyScript(packing.analysis.contract.kind)));
  const manifest = manifestOf({ ...packing, files });
  const text = manifestText(manifest);
  const { algorithm, keyId, publicKey, signature } = await sign(sha256(text));
  files.set("q2o.json", Buffer.from(text));
  files.set(
    "q2o.json.sig",
    Buffer.from(`${JSON.stringify({ algorithm, keyId, publicKey, signature }, undefined, 2)}\n`),
  );
  const bytes = zip(packing.analysis.contract.slug, files);
  return { zip: bytes, zipSha256: sha256(bytes), manifest, manifestText: text };
}
