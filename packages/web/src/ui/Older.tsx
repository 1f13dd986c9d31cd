import type { Action } from "../lib/action.ts";
import { Button } from "./Button.tsx";
import { Refusal } from "./States.tsx";

/** The way back in a feed that begins with the newest; nothing where it ends. */
export function Older({ older, failure }: { older: Action<void> | undefined; failure: Error | undefined }) {
  if (!older) return null;
  return (
    <div class="older">
      <Button busy={older.busy} onClick={() => void older.run()}>
        Show older
      </Button>
      <Refusal error={failure} />
    </div>
  );
}
