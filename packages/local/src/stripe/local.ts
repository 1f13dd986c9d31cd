import { BadCall, type LocalCalls, LocalPage } from "../portal/index.ts";
import { Refusal, type Standing } from "./index.ts";

/** Stripe's pages that a person sees, on this machine's own site. */
export function stripePages({ pages }: Pick<Standing, "pages">): LocalCalls {
  const orBad = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw error instanceof Refusal ? new BadCall(error.message) : error;
    }
  };
  const calls: LocalCalls = {};
  for (const [name, { show, act }] of Object.entries(pages)) {
    calls[`GET /_local/stripe/${name}/*`] = (_, __, id) => {
      const { html, script } = orBad(() => show(id));
      return new LocalPage(html, script);
    };
    calls[`POST /_local/stripe/${name}/*`] = (_, body, id) => ({ url: orBad(() => act(id, Object(body).action)) });
  }
  return calls;
}
