import { useState } from "preact/hooks";
import { at } from "../../lib/api.ts";
import { findTenants } from "../../lib/found.ts";
import { useResource } from "../../lib/resource.ts";
import { Picker } from "../../ui/Picker.tsx";

/** Narrows a list to one tenant. */
export function TenantFilter({ value, onValue }: { value: string; onValue(id: string): void }) {
  // One that was chosen by an address is known by its id alone.
  const [named] = useState(value);
  const chosen = useResource(named === "" ? undefined : at("/api/admin/tenants/{id}", { id: named }));
  return (
    <Picker
      label="Tenant"
      quietLabel
      none="Any tenant"
      value={value}
      shown={chosen.data?.id === value ? chosen.data.name : undefined}
      find={findTenants}
      onValue={onValue}
    />
  );
}
