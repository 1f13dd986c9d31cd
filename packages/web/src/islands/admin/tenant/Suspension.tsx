import { useState } from "preact/hooks";
import { useAction } from "../../../lib/action.ts";
import { call } from "../../../lib/api.ts";
import type { TenantDetail } from "../../../lib/shapes.ts";
import { say } from "../../../lib/toast.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { TextArea } from "../../../ui/Field.tsx";
import { Refusal } from "../../../ui/States.tsx";

type Props = {
  tenant: TenantDetail;
  open: boolean;
  onClose(): void;
  onDone(tenant: TenantDetail): void;
};

/** Takes a tenant's access, or gives it back. */
export function Suspension(props: Props) {
  const { tenant, open, onClose } = props;
  return (
    <Dialog
      open={open}
      title={tenant.suspendedAt ? `Reinstate ${tenant.name}?` : `Suspend ${tenant.name}?`}
      onClose={onClose}
    >
      <SuspensionForm {...props} />
    </Dialog>
  );
}

function SuspensionForm({ tenant, onClose, onDone }: Props) {
  const [reason, setReason] = useState("");
  const isBack = tenant.suspendedAt !== null;
  const act = useAction(async (why: string, key) => {
    const said = why.trim();
    const next = await call(
      `post /api/admin/tenants/{id}/${isBack ? "reinstate" : "suspend"}`,
      { id: tenant.id, ...(isBack || said === "" ? {} : { reason: said }) },
      { idempotencyKey: key },
    );
    say(isBack ? `${tenant.name} has its access back.` : `${tenant.name} is suspended.`);
    onDone(next);
  });
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void act.run(reason);
      }}
    >
      <p>
        {isBack
          ? "Its members can run again at once, and what was paused for this goes on by itself."
          : "Its members can look and pay, and run nothing. What runs is paused at its next step; nothing is lost."}
      </p>
      {!isBack && (
        <TextArea
          label="Reason"
          optional
          hint="The tenant reads it."
          value={reason}
          onValue={setReason}
          limit={500}
          maxLength={500}
        />
      )}
      <Refusal error={act.error} />
      <footer class="dialog-foot">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant={isBack ? "primary" : "danger"} busy={act.busy}>
          {isBack ? "Reinstate" : "Suspend"}
        </Button>
      </footer>
    </form>
  );
}
