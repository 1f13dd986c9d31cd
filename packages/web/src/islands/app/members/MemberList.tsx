import userPlus from "lucide-static/icons/user-plus.svg?icon";
import users from "lucide-static/icons/users.svg?icon";
import { useEffect, useState } from "preact/hooks";
import { useAction } from "../../../lib/action.ts";
import { call } from "../../../lib/api.ts";
import { takeIntent } from "../../../lib/intent.ts";
import { useList } from "../../../lib/list.ts";
import { useSelf } from "../../../lib/member.ts";
import type { Member, Role } from "../../../lib/shapes.ts";
import { say, sayError } from "../../../lib/toast.ts";
import { StatusBadge } from "../../../ui/Badge.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Confirm } from "../../../ui/Dialog.tsx";
import { SelectField } from "../../../ui/Field.tsx";
import { ListTable } from "../../../ui/ListView.tsx";
import { Empty } from "../../../ui/States.tsx";
import type { Column } from "../../../ui/Table.tsx";
import { Ago } from "../../../ui/Time.tsx";
import { InviteMember } from "./InviteMember.tsx";
import { roleName, roles } from "./roles.ts";

const defaults = { page: 1, pageSize: 10, search: "", role: "", status: "", sort: "createdAt:asc" };

const statuses = [
  { value: "", label: "Any status" },
  { value: "active", label: "Active" },
  { value: "invited", label: "Invited" },
];

const nameOf = (member: Member) => member.name ?? member.email;

/** Who works for the tenant. `?invite=1` opens the invitation, so that links can. */
export function MemberList() {
  const list = useList("/api/tenant/members", defaults);
  const { mayOwn } = useSelf();
  const [inviting, setInviting] = useState(false);
  const [removing, setRemoving] = useState<Member | undefined>();
  useEffect(() => {
    if (takeIntent("invite")) setInviting(true);
  }, []);

  /** Says what was refused, and shows what holds either way. */
  const change = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (error instanceof Error) sayError(error);
      throw error;
    } finally {
      list.refresh();
    }
  };
  const setRole = async (member: Member, role: Role): Promise<void> => {
    await call("put /api/tenant/members/{id}", { id: member.id, role });
    list.refresh();
  };
  const assign = useAction(({ member, role }: { member: Member; role: Role }) =>
    change(async () => {
      await setRole(member, role);
      say(`${nameOf(member)} is ${roleName(role).toLowerCase()} now.`, "good", {
        undo: () => setRole(member, member.role),
      });
    }),
  );
  const again = useAction((member: Member, key) =>
    change(async () => {
      await call("post /api/tenant/members/{id}/invite-again", { id: member.id }, { idempotencyKey: key });
      say(`Another invitation is on its way to ${member.email}.`);
    }),
  );
  const remove = useAction((member: Member) =>
    change(async () => {
      await call("delete /api/tenant/members/{id}", { id: member.id });
      say(`${nameOf(member)} is removed.`);
    }).finally(() => setRemoving(undefined)),
  );

  const columns: readonly Column<Member>[] = [
    {
      title: "Member",
      sort: "email",
      main: true,
      cell: (member) => (
        <>
          <span class="row-name break">{nameOf(member)}</span>
          {member.isSelf && <span class="soft"> (you)</span>}
          {member.name && <span class="cell-sub break">{member.email}</span>}
        </>
      ),
    },
    {
      title: "Role",
      sort: "role",
      cell: (member) =>
        mayOwn && !member.isSelf ? (
          <span class="cell-select">
            <SelectField
              label={`Role of ${nameOf(member)}`}
              quietLabel
              value={member.role}
              disabled={assign.busy}
              choices={roles}
              onValue={(role) => void assign.run({ member, role: role as Role })}
            />
          </span>
        ) : (
          roleName(member.role)
        ),
    },
    { title: "Status", cell: (member) => <StatusBadge status={member.status} /> },
    {
      title: "Last here",
      align: "end",
      cell: (member) => (
        <span class="nowrap">
          {member.lastSeenAt ? (
            <Ago at={member.lastSeenAt} />
          ) : (
            <span class="soft">{member.status === "invited" ? "never" : "not lately"}</span>
          )}
        </span>
      ),
    },
    { title: "Added", sort: "createdAt", align: "end", cell: (member) => <Ago at={member.createdAt} /> },
    ...(mayOwn
      ? [
          {
            title: "Actions",
            actions: true,
            cell: (member: Member) =>
              member.isSelf ? null : (
                <>
                  {member.status === "invited" && (
                    <Button
                      size="s"
                      variant="quiet"
                      busy={again.busy}
                      aria-label={`Invite again: ${nameOf(member)}`}
                      onClick={() => void again.run(member)}
                    >
                      Invite again
                    </Button>
                  )}
                  <Button
                    size="s"
                    variant="quiet"
                    aria-label={`Remove ${nameOf(member)}`}
                    onClick={() => setRemoving(member)}
                  >
                    Remove
                  </Button>
                </>
              ),
          },
        ]
      : []),
  ];
  const inviteButton = mayOwn && (
    <Button variant="primary" icon={userPlus} onClick={() => setInviting(true)}>
      Invite
    </Button>
  );

  return (
    <>
      <ListTable
        list={list}
        what="members"
        placeholder="Search by name or e-mail"
        filters={
          <>
            <SelectField
              label="Role"
              quietLabel
              value={list.query.role}
              onValue={(role) => list.change({ role })}
              choices={[{ value: "", label: "Any role" }, ...roles]}
            />
            <SelectField
              label="Status"
              quietLabel
              value={list.query.status}
              onValue={(status) => list.change({ status })}
              choices={statuses}
            />
            {inviteButton}
          </>
        }
        empty={
          <Empty icon={users} title="Nobody here yet" action={inviteButton}>
            Members sign in with their own e-mail address.
          </Empty>
        }
        columns={columns}
      />
      <InviteMember
        open={inviting}
        onClose={() => setInviting(false)}
        onInvited={(member) => {
          setInviting(false);
          say(`An invitation is on its way to ${member.email}.`);
          list.refresh();
        }}
      />
      <Confirm
        open={removing !== undefined}
        title={`Remove ${removing ? nameOf(removing) : ""}?`}
        action="Remove member"
        busy={remove.busy}
        onClose={() => setRemoving(undefined)}
        onConfirm={() => removing && void remove.run(removing)}
      >
        <p>
          {removing?.status === "invited"
            ? `The invitation of ${removing.email} ends.`
            : `${removing?.email} is signed out everywhere at once and can no longer come in.`}{" "}
          Projects and runs stay. To come back they need a new invitation.
        </p>
      </Confirm>
    </>
  );
}
