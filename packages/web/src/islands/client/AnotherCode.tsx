import { useAction } from "../../lib/action.ts";
import { call, Refused } from "../../lib/api.ts";
import { forget } from "../../lib/stored.ts";
import { sayError } from "../../lib/toast.ts";

/** Leaves this project for good before another code is asked for, so that on a shared phone nobody comes back to it. */
export function AnotherCode() {
  const leave = useAction(async () => {
    try {
      await call("delete /api/public/session", {}, { anonymous: true });
    } catch (error) {
      // Who is signed out already has what they asked for.
      if (!(error instanceof Refused && error.status === 401)) {
        if (error instanceof Error) sayError(error);
        throw error;
      }
    }
    // Its name, and what was being written there.
    forget("q2o.client.");
    location.assign("/client");
  });
  return (
    <button type="button" class="linkish small" aria-disabled={leave.busy} onClick={() => void leave.run()}>
      Use another code
    </button>
  );
}
