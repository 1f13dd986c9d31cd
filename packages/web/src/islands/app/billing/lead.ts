import { type Action, useAction } from "../../../lib/action.ts";

/** Something that is paid for or seen at Stripe: the API says where, and the browser goes there. */
export const useLead = <Input>(ask: (input: Input, key: string) => Promise<{ url: string }>): Action<Input> =>
  useAction<Input>(async (input, key) => {
    const { url } = await ask(input, key);
    location.assign(url);
  });
