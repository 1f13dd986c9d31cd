import { Failure } from "../base/index.ts";
import { Ports } from "../ports/index.ts";
import { Manifest } from "./runner.schema.ts";

/**
 * Believes nothing that a task says of its result: both files are stored, the archive has its size and checksum, and
 * the manifest says of every requirement whether it is verified or a gap.
 *
 * @returns how many of each
 * @throws Failure `artifact.refused`
 */
export async function mustBeDelivered(said: {
  zipKey: string;
  manifestKey: string;
  sha256: string;
  bytes: number;
}): Promise<{ deliveredVerified: number; deliveredGaps: number }> {
  const { files } = Ports.use();
  const zip = await files.head(said.zipKey);
  if (zip?.sha256 !== said.sha256 || zip.bytes !== said.bytes)
    throw refused("zipKey", "The archive is not stored as said.");
  const manifest = await files.head(said.manifestKey);
  if (!manifest || manifest.bytes > maxManifestBytes)
    throw refused("manifestKey", "The manifest is not stored, or too large.");
  const parsed = Manifest.safeParse(tryJson(await files.read(said.manifestKey)));
  if (!parsed.success) throw refused("manifestKey", "The manifest does not say what it must.");
  const { requirements } = parsed.data;
  const deliveredVerified = requirements.filter(({ status }) => status === "verified").length;
  if (deliveredVerified === 0) throw refused("manifestKey", "Not one requirement is verified.");
  return { deliveredVerified, deliveredGaps: requirements.length - deliveredVerified };
}

const maxManifestBytes = 10_000_000;

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const refused = (path: string, message: string) =>
  new Failure("invalid", "artifact.refused", message, { errors: [{ path, message }] });
