import { at } from "../../lib/api.ts";
import { useResource } from "../../lib/resource.ts";
import { SelectField } from "../../ui/Field.tsx";

/** Narrows a list to one tenant. One that is not among the first fifty is still named as chosen. */
export function TenantFilter({ value, onValue }: { value: string; onValue(id: string): void }) {
  const tenants = useResource(at("/api/admin/tenants", { page: 1, pageSize: 50, sort: "name:asc" }));
  const known = (tenants.data?.items ?? []).map((tenant) => ({ value: tenant.id, label: tenant.name }));
  const isKnown = value === "" || known.some((choice) => choice.value === value);
  return (
    <SelectField
      label="Tenant"
      quietLabel
      value={value}
      onValue={onValue}
      choices={[
        { value: "", label: "Any tenant" },
        ...(isKnown ? [] : [{ value, label: "The chosen tenant" }]),
        ...known,
      ]}
    />
  );
}
