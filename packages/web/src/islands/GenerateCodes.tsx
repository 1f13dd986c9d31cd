import { useState } from "preact/hooks";
import { useAction } from "../lib/action.ts";
import { call, Refused } from "../lib/api.ts";
import { type Errors, fromApi, type Rules } from "../lib/rules.ts";
import type { Tenant } from "../lib/shapes.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { type Choice, SelectField, TextField } from "../ui/Field.tsx";
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
  count: { label: "How many" },
  label: { label: "Label" },
  expiresInDays: { label: "Expires" },
  maxUses: { label: "Projects per code" },
};

const whole = (text: string, most: number): boolean =>
  /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= most;

/** One to a hundred codes with label, expiry and uses. The tenant is chosen where an admin does it. */
export function GenerateCodes({
  route,
  open,
  tenants,
  onClose,
  onMade,
}: {
  route: "post /api/tenant/activation-codes/generate" | "post /api/admin/codes/generate";
  open: boolean;
  tenants?: readonly Tenant[] | undefined;
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
  const [wrong, setWrong] = useState<Errors<Name>>({});
  const tenantId = values.tenantId || tenants?.[0]?.id || "";

  const make = useAction(async (input: Record<Name, string>, key) => {
    try {
      const made = await call(
        route,
        {
          count: Number(input.count),
          maxUses: Number(input.maxUses),
          ...(tenants ? { tenantId: input.tenantId } : {}),
          ...(input.label.trim() ? { label: input.label.trim() } : {}),
          ...(input.expiresInDays ? { expiresInDays: Number(input.expiresInDays) } : {}),
        },
        { idempotencyKey: key },
      );
      onMade(made.codes.map((entry) => entry.code));
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
    <Dialog open={open} title="Generate activation codes" onClose={onClose}>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const found: Errors<Name> = {
            ...(whole(values.count, 100) ? {} : { count: "Between 1 and 100." }),
            ...(whole(values.maxUses, 1_000) ? {} : { maxUses: "A whole number from 1 to 1,000." }),
            ...(values.label.length > 100 ? { label: "At most 100 characters." } : {}),
            ...(tenants && !tenantId ? { tenantId: "Choose a tenant." } : {}),
          };
          setWrong(found);
          if (Object.keys(found).length === 0) void make.run({ ...values, tenantId });
        }}
      >
        {tenants && (
          <SelectField
            label="Tenant"
            choices={tenants.map((tenant) => ({ value: tenant.id, label: tenant.name }))}
            {...bind("tenantId")}
            value={tenantId}
          />
        )}
        <div class="form-row">
          <TextField label="How many" type="number" min={1} max={100} inputMode="numeric" required {...bind("count")} />
          <TextField
            label="Projects per code"
            type="number"
            min={1}
            inputMode="numeric"
            required
            {...bind("maxUses")}
          />
        </div>
        <TextField
          label="Label"
          optional
          placeholder="Northwind, autumn"
          hint="For you, to find them again."
          {...bind("label")}
        />
        <SelectField label="Expires" choices={expiries} {...bind("expiresInDays")} />
        <Refusal error={Object.values(wrong).some(Boolean) ? undefined : make.error} />
        <footer class="dialog-foot">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={make.busy}>
            {Number(values.count) > 1 ? `Generate ${values.count} codes` : "Generate code"}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
