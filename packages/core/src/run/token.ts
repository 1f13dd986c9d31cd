import { createHash, timingSafeEqual } from "node:crypto";
import { Ports } from "../ports/index.ts";

/** Whose run, and which claim of it. */
export type Claim = { tenantId: string; runId: string; epoch: number };

/**
 * The run's own key: `tenant.run.epoch.mac`. It follows from the claim and the product's secret, so it needs to be
 * stored nowhere and a repeated launch repeats it exactly; it dies with the epoch that it names.
 */
export const tokenOf = (claim: Claim): string => `${bodyOf(claim)}.${macOf(claim)}`;

/** Whose token it is; undefined for one that was never given. Whether its epoch still lives is the row's to say. */
export function readToken(token: string): Claim | undefined {
  const parts = /^(ten_[0-9A-Z]{26})\.(run_[0-9A-Z]{26})\.(\d{1,9})\.([0-9a-f]{64})$/.exec(token);
  if (!parts) return undefined;
  const [, tenantId = "", runId = "", epoch = "", mac = ""] = parts;
  const claim = { tenantId, runId, epoch: Number(epoch) };
  return timingSafeEqual(digest(mac), digest(macOf(claim))) ? claim : undefined;
}

const bodyOf = ({ tenantId, runId, epoch }: Claim) => `${tenantId}.${runId}.${epoch}`;
const macOf = (claim: Claim) => Ports.use().seal("run-token", bodyOf(claim));
const digest = (text: string) => createHash("sha256").update(text).digest();
