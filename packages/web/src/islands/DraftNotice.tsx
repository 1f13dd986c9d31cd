import history from "lucide-static/icons/history.svg?icon";
import type { ComponentChildren } from "preact";
import { Button } from "../ui/Button.tsx";
import { Notice } from "../ui/States.tsx";

/** Says that what was written before is there again, and how to be rid of it. */
export const DraftNotice = ({ children, onDiscard }: { children: ComponentChildren; onDiscard(): void }) => (
  <Notice
    icon={history}
    title="Your draft is back."
    action={
      <Button size="s" onClick={onDiscard}>
        Start over
      </Button>
    }
  >
    {children}
  </Notice>
);
