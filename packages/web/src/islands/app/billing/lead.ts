import { type Action, useAction } from "../../../lib/action.ts";
import { post } from "../../../lib/api.ts";

/** Something that is paid for or seen at Stripe: the API says where, and the browser goes there. */
export const useLead = <Input extends object>(path: string): Action<Input> =>
  useAction<Input>(async (input, key) => {
    const { url } = await post<{ url: string }>(`/api/tenant/billing/${path}`, input, { idempotencyKey: key });
    location.assign(url);
  });
