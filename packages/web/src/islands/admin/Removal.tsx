import type { ComponentChildren } from "preact";
import { useAction } from "../../lib/action.ts";
import { del } from "../../lib/api.ts";
import { say } from "../../lib/toast.ts";
import { Confirm } from "../../ui/Dialog.tsx";
import { Refusal } from "../../ui/States.tsx";

/** Asks, deletes, and says so; a refusal stays in the dialog, where what was asked can still be read. */
export function Removal({
  path,
  title,
  action,
  said,
  onClose,
  onDone,
  children,
}: {
  /** What to delete; undefined while nothing is chosen. */
  path: string | undefined;
  title: string;
  action: string;
  said: string;
  onClose(): void;
  onDone(): void;
  children: ComponentChildren;
}) {
  const remove = useAction(async (address: string) => {
    await del(address);
    say(said);
    onDone();
  });
  const close = () => {
    remove.clear();
    onClose();
  };
  return (
    <Confirm
      open={path !== undefined}
      title={title}
      action={action}
      busy={remove.busy}
      onClose={close}
      onConfirm={() => path && void remove.run(path)}
    >
      {children}
      <Refusal error={remove.error} />
    </Confirm>
  );
}
