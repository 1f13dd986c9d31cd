import { useState } from "preact/hooks";
import { call } from "../../../lib/api.ts";
import { useForm } from "../../../lib/form.ts";
import { useResource } from "../../../lib/resource.ts";
import { emailRule, type Rules } from "../../../lib/rules.ts";
import type { TenantDetail } from "../../../lib/shapes.ts";
import { say } from "../../../lib/toast.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { SelectField, TextField } from "../../../ui/Field.tsx";
import { Refusal } from "../../../ui/States.tsx";
import { Swatch } from "./Swatch.tsx";

type Name = "name" | "slug" | "email" | "phone" | "planId" | "logoUrl" | "primaryColor" | "domain" | "namesPlatform";
type Values = Record<Name, string>;

const colour = "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$";
const rules: Rules<Name> = {
  name: { label: "Name", required: true, max: 100 },
  slug: {
    label: "Slug",
    required: true,
    min: 3,
    max: 40,
    pattern: "^[a-z0-9]+(-[a-z0-9]+)*$",
    hint: "Small letters, digits and single dashes.",
  },
  email: emailRule,
  phone: { label: "Phone", max: 40 },
  planId: { label: "Plan" },
  logoUrl: { label: "Logo", max: 500, pattern: "^https://.+", hint: "An address that begins with https://." },
  primaryColor: { label: "Colour", pattern: colour, hint: "A colour such as #1a73e8." },
  domain: { label: "Domain", max: 300 },
  namesPlatform: { label: "Our name" },
};

type Props = {
  tenant: TenantDetail;
  open: boolean;
  onClose(): void;
  onSaved(tenant: TenantDetail): void;
};

/** Contact, plan and branding. What is left as it was is not sent. */
export const EditTenant = (props: Props) => (
  <Dialog open={props.open} title={`Edit ${props.tenant.name}`} onClose={props.onClose} wide>
    <EditForm {...props} />
  </Dialog>
);

const asTyped = (tenant: TenantDetail): Values => ({
  name: tenant.name,
  slug: tenant.slug,
  email: tenant.email,
  phone: tenant.phone ?? "",
  planId: tenant.plan.id,
  logoUrl: tenant.logoUrl ?? "",
  primaryColor: tenant.primaryColor ?? "",
  domain: tenant.domain ?? "",
  namesPlatform: String(tenant.namesPlatform),
});

function EditForm({ tenant, onClose, onSaved }: Props) {
  const plans = useResource("/api/admin/plans");
  const [before] = useState(() => asTyped(tenant));
  const [values, setValues] = useState(before);
  const type = (part: Partial<Values>) => setValues({ ...values, ...part });
  const { field, ...form } = useForm(rules, values, type, async (input) => {
    const changed = (Object.keys(input) as Name[]).filter((name) => input[name].trim() !== before[name]);
    if (changed.length === 0) return onClose();
    const body = Object.fromEntries(
      changed.map((name) => [name, name === "namesPlatform" ? input[name] === "true" : input[name].trim()]),
    );
    onSaved(await call("put /api/admin/tenants/{id}", { id: tenant.id, ...body }));
    say(`${input.name.trim()} is saved.`);
  });
  // A retired plan is offered to nobody, and still named for who has it.
  const offered = (plans.data?.items ?? []).filter((plan) => !plan.retiredAt && plan.id !== tenant.plan.id);
  return (
    <form class="form" noValidate onSubmit={form.onSubmit}>
      <div class="form-row">
        <TextField {...field("name")} autoComplete="off" />
        <TextField {...field("slug")} class="mono" autoComplete="off" spellcheck={false} />
      </div>
      <div class="form-row">
        <TextField {...field("email")} type="email" autoComplete="off" />
        <TextField {...field("phone")} type="tel" optional autoComplete="off" />
      </div>
      <SelectField
        {...field("planId")}
        hint="A tenant that pays through Stripe changes its plan there."
        choices={[tenant.plan, ...offered].map(({ id, name }) => ({ value: id, label: name }))}
      />
      <div class="form-row">
        <TextField
          {...field("primaryColor")}
          optional
          class="mono"
          placeholder="#1a73e8"
          hint={new RegExp(colour).test(values.primaryColor.trim()) && <Swatch colour={values.primaryColor.trim()} />}
        />
        <TextField {...field("domain")} optional placeholder="projects.example.com" />
      </div>
      <TextField {...field("logoUrl")} optional type="url" placeholder="https://…" />
      <SelectField
        {...field("namesPlatform")}
        label="Clients read on whose platform their project runs"
        choices={[
          { value: "true", label: "Yes" },
          { value: "false", label: "No, only the tenant's own name" },
        ]}
      />
      <Refusal error={form.refusal} />
      <footer class="dialog-foot">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={form.busy}>
          Save
        </Button>
      </footer>
    </form>
  );
}
