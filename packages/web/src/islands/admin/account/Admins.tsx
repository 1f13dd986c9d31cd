import shield from "lucide-static/icons/shield.svg?icon";
import { useState } from "preact/hooks";
import { call, Refused } from "../../../lib/api.ts";
import { useList } from "../../../lib/list.ts";
import { emailRule, fromApi, problem } from "../../../lib/rules.ts";
import type { Admin } from "../../../lib/shapes.ts";
import { count } from "../../../lib/size.ts";
import { say } from "../../../lib/toast.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { TextField } from "../../../ui/Field.tsx";
import { ListTable } from "../../../ui/ListView.tsx";
import { Empty, Refusal } from "../../../ui/States.tsx";
import type { Column } from "../../../ui/Table.tsx";
import { Ago } from "../../../ui/Time.tsx";
import { useFreshAction } from "../FreshProof.tsx";
import { Removal } from "../Removal.tsx";

const defaults = { page: 1, pageSize: 10, search: "", sort: "createdAt:asc" };

/** Who runs the platform. An admin never removes themselves, so that one is always left. */
export function Admins() {
  const list = useList("/api/admin/admins", defaults);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Admin | undefined>();
  const columns: readonly Column<Admin>[] = [
    {
      title: "Admin",
      sort: "email",
      main: true,
      cell: ({ email, isSelf, passkeys }) => (
        <>
          <span class="row-name break">{email}</span>
          {isSelf && <span class="soft"> (you)</span>}
          <span class="cell-sub">{passkeys === 0 ? "No passkey" : count(passkeys, "passkey")}</span>
        </>
      ),
    },
    {
      title: "Last here",
      align: "end",
      cell: ({ lastSeenAt }) => (lastSeenAt ? <Ago at={lastSeenAt} /> : <span class="soft">not lately</span>),
    },
    { title: "Added", sort: "createdAt", align: "end", cell: ({ createdAt }) => <Ago at={createdAt} /> },
    {
      title: "Actions",
      actions: true,
      cell: (admin) =>
        admin.isSelf ? null : (
          <Button size="s" variant="quiet" aria-label={`Remove ${admin.email}`} onClick={() => setRemoving(admin)}>
            Remove
          </Button>
        ),
    },
  ];
  const done = () => {
    setAdding(false);
    setRemoving(undefined);
    list.refresh();
  };
  return (
    <section class="stack close" aria-labelledby="admins">
      <h2 id="admins">Admins</h2>
      <ListTable
        list={list}
        what="admins"
        placeholder="Search by e-mail"
        filters={<Button onClick={() => setAdding(true)}>Add an admin</Button>}
        empty={<Empty icon={shield} title="No admin yet" />}
        columns={columns}
      />
      <AddAdmin open={adding} onClose={() => setAdding(false)} onAdded={done} />
      <Removal
        deed={removing && (() => call("delete /api/admin/admins/{id}", { id: removing.id }))}
        title={`Remove ${removing?.email ?? ""}?`}
        action="Remove admin"
        said={`${removing?.email ?? "The admin"} no longer comes in.`}
        onClose={() => setRemoving(undefined)}
        onDone={done}
      >
        <p>They are signed out at once, and their passkeys are forgotten. What they did stays in the audit.</p>
      </Removal>
    </section>
  );
}

function AddAdmin({ open, onClose, onAdded }: { open: boolean; onClose(): void; onAdded(): void }) {
  const [email, setEmail] = useState("");
  const [wrong, setWrong] = useState<string | undefined>();
  const add = useFreshAction(async (typed: string, key) => {
    try {
      await call("post /api/admin/admins", { email: typed }, { idempotencyKey: key });
    } catch (error) {
      if (error instanceof Refused) setWrong(fromApi(error.errors, { email: emailRule }).fields.email);
      throw error;
    }
    setEmail("");
    say(`${typed} is an admin now, and was told by mail.`);
    onAdded();
  });
  return (
    <>
      <Dialog open={open} title="Add an admin" onClose={onClose}>
        <form
          class="form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            const fault = problem(email, emailRule);
            setWrong(fault);
            if (!fault) void add.run(email.trim());
          }}
        >
          <p>An admin sees and changes everything of every tenant. They come in with their own address.</p>
          <TextField
            label="E-mail"
            type="email"
            required
            autoComplete="off"
            placeholder="ann@example.com"
            value={email}
            error={wrong}
            onValue={(value) => {
              setEmail(value);
              setWrong(undefined);
            }}
          />
          <Refusal error={wrong ? undefined : add.error} />
          <footer class="dialog-foot">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" busy={add.busy}>
              Add admin
            </Button>
          </footer>
        </form>
      </Dialog>
      {add.proof}
    </>
  );
}
