import { at } from "../../lib/api.ts";
import { useResource } from "../../lib/resource.ts";
import { KnownField } from "./KnownField.tsx";

/** Narrows a list to one tenant, of the first fifty. */
export function TenantFilter({ value, onValue }: { value: string; onValue(id: string): void }) {
  const tenants = useResource(at("/api/admin/tenants", { page: 1, pageSize: 50, sort: "name:asc" }));
  const known = (tenants.data?.items ?? []).map((tenant) => ({ value: tenant.id, label: tenant.name }));
  return <KnownField label="Tenant" none="Any tenant" known={known} value={value} onValue={onValue} />;
}
