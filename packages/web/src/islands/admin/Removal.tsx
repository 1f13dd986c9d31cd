import type { ComponentChildren } from "preact";
import { useAction } from "../../lib/action.ts";
import { say } from "../../lib/toast.ts";
import { Confirm } from "../../ui/Dialog.tsx";
import { Refusal } from "../../ui/States.tsx";

/** Asks, deletes, and says so; a refusal stays in the dialog, where what was asked can still be read. */
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
  const remove = useAction(async (go: () => Promise<void>) => {
    await go();
    say(said);
    onDone();
  });
  const close = () => {
    remove.clear();
    onClose();
  };
  return (
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
  );
}
