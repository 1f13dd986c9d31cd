import { useState } from "preact/hooks";
import { at, call } from "../../../lib/api.ts";
import { useResource } from "../../../lib/resource.ts";
import type { DeletionImpact, TenantDetail } from "../../../lib/shapes.ts";
import { count, size } from "../../../lib/size.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { TextField } from "../../../ui/Field.tsx";
import { BlockSkeleton, Failed, Refusal } from "../../../ui/States.tsx";
import { useFreshAction } from "../FreshProof.tsx";

type Props = { tenant: TenantDetail; open: boolean; onClose(): void };

/** Deletes a tenant with all it owns: what that is, in numbers, then its slug typed, then a fresh proof of who asks. */
export function DeleteTenant(props: Props) {
  const remove = useFreshAction(async (id: string) => {
    await call("delete /api/admin/tenants/{id}", { id });
    location.assign("/admin/tenants");
  });
  return (
    <>
      <Dialog open={props.open} title={`Delete ${props.tenant.name}?`} onClose={props.onClose}>
        <DeleteForm
          {...props}
          busy={remove.busy}
          error={remove.error}
          onDelete={() => void remove.run(props.tenant.id)}
        />
      </Dialog>
      {remove.proof}
    </>
  );
}

const rows = (impact: DeletionImpact): [string, number][] => [
  ["Members, who can no longer sign in", impact.members],
  ["Projects", impact.projects],
  ["Runs", impact.runs],
  ["Runs under way, which are stopped", impact.openRuns],
  ["Activation codes", impact.codes],
  ["Devices, which are signed out", impact.devices],
  ["Comments", impact.comments],
  ["Sessions open now", impact.sessions],
];

function DeleteForm({
  tenant,
  onClose,
  busy,
  error,
  onDelete,
}: Props & { busy: boolean; error: Error | undefined; onDelete(): void }) {
  const impact = useResource(at("/api/admin/tenants/{id}/deletion-impact", { id: tenant.id }));
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState<string | undefined>();
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const isSame = typed.trim() === tenant.slug;
        setWrong(isSame ? undefined : `Type ${tenant.slug} to say which tenant you mean.`);
        if (isSame && impact.data) onDelete();
      }}
    >
      <p>All of this goes with it, for good. Nobody can bring it back.</p>
      {impact.error && !impact.data && <Failed error={impact.error} what="What would go" onRetry={impact.refresh} />}
      {!impact.error && !impact.data && <BlockSkeleton what="what would go" lines={7} />}
      {impact.data && (
        <dl class="facts small">
          {rows(impact.data).map(([name, number]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd class="number">{number.toLocaleString("en")}</dd>
            </div>
          ))}
          <div>
            <dt>Files</dt>
            <dd class="number">
              {impact.data.hasMoreFiles && "more than "}
              {count(impact.data.files, "file")}, {size(impact.data.bytes)}
            </dd>
          </div>
        </dl>
      )}
      <TextField
        label={`Type ${tenant.slug} to confirm`}
        class="mono"
        value={typed}
        onValue={(text) => {
          setTyped(text);
          setWrong(undefined);
        }}
        autoComplete="off"
        autoCapitalize="none"
        spellcheck={false}
        error={wrong}
      />
      <Refusal error={error} />
      <footer class="dialog-foot">
        <Button onClick={onClose}>Keep</Button>
        <Button type="submit" variant="danger" busy={busy} blocked={!impact.data}>
          Delete tenant
        </Button>
      </footer>
    </form>
  );
}
