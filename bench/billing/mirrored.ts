import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { signIn } from "../../packages/local/src/demo/client.ts";
import { type Figure, percentile } from "../figure.ts";
import { boot } from "../product.ts";

const changes = 40;

/**
 * From a change at Stripe to the tenant's billing page: signed, sent, kept, handed on by the queue, asked about and
 * written, with everything running as it does for users.
 */
export async function mirrored(): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), "q2o-bench-"));
  const product = await boot(home);
  try {
    const call = await signIn(product.url, "trial@example.com");
    const act = async (page: string, action: string) => {
      const answer = await fetch(page, {
        method: "POST",
        headers: { "content-type": "application/json", origin: product.url },
        body: JSON.stringify({ action }),
      });
      if (!answer.ok) throw new Error(`${action} answered ${answer.status}: ${await answer.text()}`);
    };
    const isShown = async (isWanted: (state: Awaited<ReturnType<typeof read>>) => boolean) => {
      const begun = performance.now();
      while (!isWanted(await read())) {
        if (performance.now() - begun > 60_000) throw new Error("The change is never shown.");
        await sleep(10);
      }
      return performance.now() - begun;
    };
    const read = () => call("get /api/tenant/billing");

    const { url } = await call("post /api/tenant/billing/upgrade", { planId: "pln_pro", interval: "month" });
    await act(url, "pay");
    await isShown(({ status }) => status === "active");
    const portal = (await call("post /api/tenant/billing/portal")).url;
    const took: number[] = [];
    for (let change = 0; change < changes; change++) {
      const isLeaving = change % 2 === 0;
      await act(portal, isLeaving ? "cancel" : "keep");
      took.push(await isShown((state) => state.cancelsAtPeriodEnd === isLeaving));
    }
    return [
      {
        name: `Change at Stripe to the tenant's page, p95 of ${changes}`,
        value: percentile(took, 95) / 1_000,
        unit: "s",
        bound: 1,
      },
    ];
  } finally {
    await product.stop();
    rmSync(home, { recursive: true, force: true });
  }
}
