import { useState } from "preact/hooks";
import { useAction } from "../../../lib/action.ts";
import { call, Refused } from "../../../lib/api.ts";
import { type Errors, emailRule, fromApi, problems, type Rules } from "../../../lib/rules.ts";
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
  const [wrong, setWrong] = useState<Errors<Name>>({});
  const invite = useAction(async ({ email, name, role }: Record<Name, string>, key) => {
    const body = { email: email.trim(), role: role as Role, ...(name.trim() ? { name: name.trim() } : {}) };
    try {
      onInvited(await call("post /api/tenant/members", body, { idempotencyKey: key }));
    } catch (error) {
      if (error instanceof Refused) setWrong(fromApi(error.errors, rules).fields);
      throw error;
    }
  });
  const bind = (name: Name) => ({
    value: values[name],
    error: wrong[name],
    onValue(value: string) {
      setValues({ ...values, [name]: value });
      setWrong({ ...wrong, [name]: undefined });
    },
  });
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const found = problems(values, rules);
        setWrong(found);
        if (Object.keys(found).length === 0) void invite.run(values);
      }}
    >
      <TextField
        label="E-mail"
        type="email"
        required
        autoComplete="off"
        placeholder="ann@example.com"
        hint="Gets a mail, and signs in with a one-time code."
        {...bind("email")}
      />
      <TextField label="Name" optional autoComplete="off" {...bind("name")} />
      <SelectField
        label="Role"
        choices={roles}
        hint={`May ${values.role === "viewer" ? "" : "change "}${roles.find(({ value }) => value === values.role)?.may}.`}
        {...bind("role")}
      />
      <Refusal error={Object.values(wrong).some(Boolean) ? undefined : invite.error} />
      <footer class="dialog-foot">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={invite.busy}>
          Send invitation
        </Button>
      </footer>
    </form>
  );
}
