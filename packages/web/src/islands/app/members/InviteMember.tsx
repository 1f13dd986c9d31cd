import { useState } from "preact/hooks";
import { call } from "../../../lib/api.ts";
import { useForm } from "../../../lib/form.ts";
import { emailRule, type Rules } from "../../../lib/rules.ts";
import type { Member, Role } from "../../../lib/shapes.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { SelectField, TextField } from "../../../ui/Field.tsx";
import { Refusal } from "../../../ui/States.tsx";
import { roles } from "./roles.ts";

type Name = "email" | "name" | "role";

const rules: Rules<Name> = {
  email: emailRule,
  name: { label: "Name", max: 100 },
  role: { label: "Role" },
};

/** Asks somebody in by mail; they join with their first sign-in. */
export function InviteMember({
  open,
  onClose,
  onInvited,
}: {
  open: boolean;
  onClose(): void;
  onInvited(member: Member): void;
}) {
  return (
    <Dialog open={open} title="Invite a member" onClose={onClose}>
      <InviteForm onClose={onClose} onInvited={onInvited} />
    </Dialog>
  );
}

function InviteForm({ onClose, onInvited }: { onClose(): void; onInvited(member: Member): void }) {
  const [values, setValues] = useState<Record<Name, string>>({ email: "", name: "", role: "builder" });
  const type = (part: Partial<typeof values>) => setValues({ ...values, ...part });
  const { field, ...form } = useForm(rules, values, type, async ({ email, name, role }, key) => {
    const body = { email: email.trim(), role: role as Role, ...(name.trim() ? { name: name.trim() } : {}) };
    onInvited(await call("post /api/tenant/members", body, { idempotencyKey: key }));
  });
  return (
    <form class="form" noValidate onSubmit={form.onSubmit}>
      <TextField
        {...field("email")}
        type="email"
        required
        autoComplete="off"
        placeholder="ann@example.com"
        hint="Gets a mail, and signs in with a one-time code."
      />
      <TextField {...field("name")} optional autoComplete="off" />
      <SelectField
        {...field("role")}
        choices={roles}
        hint={`May ${values.role === "viewer" ? "" : "change "}${roles.find(({ value }) => value === values.role)?.may}.`}
      />
      <Refusal error={form.refusal} />
      <footer class="dialog-foot">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          Send invitation
        </Button>
      </footer>
    </form>
  );
}
