import keyRound from "lucide-static/icons/key-round.svg?icon";
import plus from "lucide-static/icons/plus.svg?icon";
import { useEffect, useState } from "preact/hooks";
import { useAction } from "../lib/action.ts";
import { call } from "../lib/api.ts";
import { takeIntent } from "../lib/intent.ts";
import { useList } from "../lib/list.ts";
import type { ActivationCode } from "../lib/shapes.ts";
import { day, instant } from "../lib/time.ts";
import { say, sayError } from "../lib/toast.ts";
import { StatusBadge } from "../ui/Badge.tsx";
import { Button } from "../ui/Button.tsx";
import { Confirm } from "../ui/Dialog.tsx";
import { SelectField } from "../ui/Field.tsx";
import { ListTable } from "../ui/ListView.tsx";
import { Empty } from "../ui/States.tsx";
import type { Column } from "../ui/Table.tsx";
import { Ago } from "../ui/Time.tsx";
import { TenantFilter } from "./admin/TenantFilter.tsx";
import { GenerateCodes } from "./GenerateCodes.tsx";
import { NewCodesDialog } from "./NewCodesDialog.tsx";

const doors = {
  app: { list: "/api/tenant/activation-codes", generate: "post /api/tenant/activation-codes/generate" },
  admin: { list: "/api/admin/codes", generate: "post /api/admin/codes/generate" },
} as const;

const defaults = { page: 1, pageSize: 10, search: "", status: "", tenantId: "", sort: "createdAt:desc" };

const statuses = [
  { value: "", label: "Any status" },
  { value: "active", label: "Active" },
  { value: "used", label: "Used" },
  { value: "expired", label: "Expired" },
  { value: "revoked", label: "Revoked" },
];

const base: readonly Column<ActivationCode>[] = [
  {
    title: "Code",
    main: true,
    cell: (code) => (
      <>
        <code class="nowrap">…{code.last5}</code>
        {code.label && <span class="cell-sub">{code.label}</span>}
      </>
    ),
  },
  { title: "Status", cell: (code) => <StatusBadge status={code.status} /> },
  { title: "Used", align: "end", cell: (code) => `${code.uses} of ${code.maxUses}` },
  {
    title: "Expires",
    align: "end",
    cell: (code) =>
      code.expiresAt ? (
        <time dateTime={code.expiresAt} title={instant(code.expiresAt)}>
          {day(code.expiresAt)}
        </time>
      ) : (
        <span class="soft">never</span>
      ),
  },
  { title: "Created", sort: "createdAt", align: "end", cell: (code) => <Ago at={code.createdAt} /> },
];

/** Activation codes of the tenant, or of all tenants for an admin. `?generate=1` opens the generator, so that links can. */
export function CodeList({ door }: { door: keyof typeof doors }) {
  const { list: path, generate } = doors[door];
  const list = useList(path, defaults);
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<string[]>([]);
  const [revoking, setRevoking] = useState<ActivationCode | undefined>();

  useEffect(() => {
    if (takeIntent("generate")) setMaking(true);
  }, []);
  const revoke = useAction(async (code: { id: string; last5: string }) => {
    try {
      await call(`delete ${path}/{id}`, { id: code.id });
      say(`Code …${code.last5} is revoked.`);
      list.refresh();
    } catch (error) {
      if (error instanceof Error) sayError(error);
      throw error;
    } finally {
      setRevoking(undefined);
    }
  });

  const columns: readonly Column<ActivationCode>[] = [
    ...base.slice(0, 1),
    ...(door === "admin"
      ? [{ title: "Tenant", cell: (code: ActivationCode) => ("tenant" in code ? code.tenant.name : "") }]
      : []),
    ...base.slice(1),
    {
      title: "Actions",
      actions: true,
      cell: (code) =>
        code.status === "revoked" ? null : (
          <Button
            size="s"
            variant="quiet"
            aria-label={`Revoke code ending in ${code.last5}`}
            onClick={() => setRevoking(code)}
          >
            Revoke
          </Button>
        ),
    },
  ];
  const generateButton = (
    <Button variant="primary" icon={plus} onClick={() => setMaking(true)}>
      Generate codes
    </Button>
  );

  return (
    <>
      <ListTable
        list={list}
        what="codes"
        placeholder="Search by label or last five"
        filters={
          <>
            {door === "admin" && (
              <TenantFilter value={list.query.tenantId} onValue={(tenantId) => list.change({ tenantId })} />
            )}
            <SelectField
              label="Status"
              quietLabel
              value={list.query.status}
              onValue={(status) => list.change({ status })}
              choices={statuses}
            />
            {generateButton}
          </>
        }
        empty={
          <Empty icon={keyRound} title="No activation code yet" action={generateButton}>
            A code lets a project run, and lets one client follow it and download the result.
          </Empty>
        }
        columns={columns}
      />
      <GenerateCodes
        route={generate}
        open={making}
        forTenant={door === "admin"}
        onClose={() => setMaking(false)}
        onMade={(codes) => {
          setMaking(false);
          setMade(codes);
          list.refresh();
        }}
      />
      <NewCodesDialog codes={made} onClose={() => setMade([])} />
      <Confirm
        open={revoking !== undefined}
        title={`Revoke code …${revoking?.last5 ?? ""}?`}
        action="Revoke code"
        busy={revoke.busy}
        onClose={() => setRevoking(undefined)}
        onConfirm={() => revoking && void revoke.run({ id: revoking.id, last5: revoking.last5 })}
      >
        <p>
          {revoking && revoking.uses > 0
            ? `It is attached to ${revoking.uses === 1 ? "a project" : `${revoking.uses} projects`}. Clients who use it are signed out and their downloads end within seconds.`
            : "Nobody can use it any more."}{" "}
          A revoked code cannot be brought back.
        </p>
      </Confirm>
    </>
  );
}
