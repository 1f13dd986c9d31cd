import { useState } from "preact/hooks";
import { call } from "../lib/api.ts";
import { useForm } from "../lib/form.ts";
import { findTenants } from "../lib/found.ts";
import type { Rules } from "../lib/rules.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { type Choice, SelectField, TextField } from "../ui/Field.tsx";
import { Picker } from "../ui/Picker.tsx";
import { Refusal } from "../ui/States.tsx";

type Name = "tenantId" | "count" | "label" | "expiresInDays" | "maxUses";

const expiries: readonly Choice[] = [
  { value: "", label: "Never" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "180", label: "In 180 days" },
  { value: "365", label: "In a year" },
];

const rules: Rules<Name> = {
  tenantId: { label: "Tenant" },
  count: {
    label: "How many",
    required: "Between 1 and 100.",
    pattern: "^([1-9]\\d?|100)$",
    hint: "Between 1 and 100.",
  },
  label: { label: "Label", max: 100 },
  expiresInDays: { label: "Expires" },
  maxUses: {
    label: "Projects per code",
    required: "A whole number from 1 to 1,000.",
    pattern: "^([1-9]\\d{0,2}|1000)$",
    hint: "A whole number from 1 to 1,000.",
  },
};

/** One to a hundred codes with label, expiry and uses. The tenant is chosen where an admin does it. */
export function GenerateCodes({
  route,
  open,
  forTenant,
  onClose,
  onMade,
}: {
  route: "post /api/tenant/activation-codes/generate" | "post /api/admin/codes/generate";
  open: boolean;
  /** Whether it is chosen here whose codes they become. */
  forTenant: boolean;
  onClose(): void;
  onMade(codes: string[]): void;
}) {
  const [values, setValues] = useState<Record<Name, string>>({
    tenantId: "",
    count: "1",
    label: "",
    expiresInDays: "",
    maxUses: "1",
  });
  const type = (part: Partial<typeof values>) => setValues({ ...values, ...part });
  const { field, ...form } = useForm(
    rules,
    values,
    type,
    async (input, key) => {
      const made = await call(
        route,
        {
          count: Number(input.count),
          maxUses: Number(input.maxUses),
          ...(forTenant ? { tenantId: input.tenantId } : {}),
          ...(input.label.trim() ? { label: input.label.trim() } : {}),
          ...(input.expiresInDays ? { expiresInDays: Number(input.expiresInDays) } : {}),
        },
        { idempotencyKey: key },
      );
      onMade(made.codes.map((entry) => entry.code));
    },
    ({ tenantId }) => (forTenant && !tenantId ? { tenantId: "Choose a tenant." } : {}),
  );

  return (
    <Dialog open={open} title="Generate activation codes" onClose={onClose}>
      <form class="form" noValidate onSubmit={form.onSubmit}>
        {forTenant && <Picker {...field("tenantId")} find={findTenants} required />}
        <div class="form-row">
          <TextField {...field("count")} type="number" min={1} max={100} inputMode="numeric" required />
          <TextField {...field("maxUses")} type="number" min={1} inputMode="numeric" required />
        </div>
        <TextField {...field("label")} optional placeholder="Northwind, autumn" hint="For you, to find them again." />
        <SelectField {...field("expiresInDays")} choices={expiries} />
        <Refusal error={form.refusal} />
        <footer class="dialog-foot">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            {Number(values.count) > 1 ? `Generate ${values.count} codes` : "Generate code"}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
