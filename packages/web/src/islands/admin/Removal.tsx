import type { ComponentChildren } from "preact";
import { say } from "../../lib/toast.ts";
import { Confirm } from "../../ui/Dialog.tsx";
import { Refusal } from "../../ui/States.tsx";
import { useFreshAction } from "./FreshProof.tsx";

/** Asks, for a proof too where the API wants one, deletes, and says so; a refusal stays where what was asked can still be read. */
export function Removal({
  deed,
  title,
  action,
  said,
  onClose,
  onDone,
  children,
}: {
  /** Deletes what was chosen; undefined while nothing is. */
  deed: (() => Promise<void>) | undefined;
  title: string;
  action: string;
  said: string;
  onClose(): void;
  onDone(): void;
  children: ComponentChildren;
}) {
  const remove = useFreshAction(async (go: () => Promise<void>) => {
    await go();
    say(said);
    onDone();
  });
  const close = () => {
    remove.clear();
    onClose();
  };
  return (
    <>
      <Confirm
        open={deed !== undefined}
        title={title}
        action={action}
        busy={remove.busy}
        onClose={close}
        onConfirm={() => deed && void remove.run(deed)}
      >
        {children}
        <Refusal error={remove.error} />
      </Confirm>
      {remove.proof}
    </>
  );
}
