import { setTimeout as sleep } from "node:timers/promises";
import { type Arguments, openClient, Refused, type Reply, type Route } from "../../packages/functions/client/index.ts";
import type { Stack } from "./stack.ts";

/**
 * Somebody at a browser, who presses again when nothing came of it.
 *
 * @param company founds a tenant of its own by this name, with a plan; without it, the one that is there is used
 */
export async function openPerson(stack: Stack, company?: string) {
  const call = openClient(stack.url);
  /** Until it is answered by the product itself, whatever died meanwhile. @throws Refused */
  const insist = <const R extends Route>(route: R, ...given: Arguments<R>) => insistBut("", route, ...given);
  /** @param passing the code of a refusal that passes by itself */
  const insistBut = async <const R extends Route>(
    passing: string,
    route: R,
    ...given: Arguments<R>
  ): Promise<Reply<R>> => {
    for (let tries = 0; ; tries++) {
      try {
        return await call(route, ...given);
      } catch (error) {
        if (error instanceof Refused && error.status < 500 && error.problem.code !== passing) throw error;
        if (tries > 400) throw new Error(`${route} is never answered.`, { cause: error });
        await sleep(100);
      }
    }
  };

  let bought = 0;
  const email = company === undefined ? "owner@example.com" : `${company.toLowerCase()}@example.com`;
  if (company === undefined) await insist("post /api/tenant/auth/otp", { email });
  else await insist("post /api/tenant/signup", { companyName: company, email });
  const codeOf = () => /\b\d{6}\b/.exec(stack.mailbox.list(email)[0]?.text ?? "")?.[0];
  let code = codeOf();
  for (; code === undefined; code = codeOf()) await sleep(50);
  const { tenant } = await insist("post /api/tenant/auth/session", { email, code });
  if (company !== undefined)
    await stack.sql(`update subscription set status = 'active', plan_id = 'pln_pro' where tenant_id = '${tenant.id}'`);

  return {
    tenantId: tenant.id,
    /** A project that may be run. */
    project: async (): Promise<string> => {
      const brief = { name: "Notes", description: "Short notes.", objectives: "Keep short notes." };
      const { id } = await insist("post /api/tenant/projects", brief);
      const { codes } = await insist("post /api/tenant/activation-codes/generate", { count: 1 });
      await insist("post /api/tenant/projects/{id}/assign-activation-code", { id, codeId: codes[0]?.id });
      return id;
    },
    /** RUN, pressed again after no answer; there is one run whatever was lost. */
    run: async (id: string): Promise<string> => {
      try {
        return (await insist("post /api/tenant/projects/{id}/run", { id })).id;
      } catch (error) {
        const { items } = await insist("get /api/tenant/projects/{id}/runs", { id });
        if (!items[0]) throw error;
        return items[0].id;
      }
    },
    /** A code, paid for on Stripe's page; by whom the platform has suspended for a while, after that. */
    buy: async (): Promise<void> => {
      const route = "post /api/tenant/billing/purchase-codes";
      const { url } = await insistBut("subscription.inactive", route, { quantity: 1 });
      stack.stripe.pages.checkout.act(url.split("/").at(-1) ?? "", "pay");
      bought++;
    },
    bought: () => bought,
    /** Whether the run could still be brought to it does not matter to whoever presses. */
    wish: (id: string, what: "pause" | "resume" | "cancel") =>
      insist(`post /api/tenant/runs/{id}/${what}`, { id }).catch((error: unknown) => {
        if (!(error instanceof Refused)) throw error;
      }),
    read: (id: string) => insist("get /api/tenant/runs/{id}", { id }),
    /** What came to the run's log after a cursor. */
    feed: (id: string, after = "") => insist("get /api/tenant/runs/{id}/events", { id, after, limit: 200 }),
    /** The run's log. */
    events: async (id: string) => (await insist("get /api/tenant/runs/{id}/events", { id, limit: 200 })).items,
    download: (id: string) => insist("get /api/tenant/projects/{id}/download", { id }),
  };
}
export type Person = Awaited<ReturnType<typeof openPerson>>;
