import { at } from "../../../lib/api.ts";
import { useResource } from "../../../lib/resource.ts";
import { KnownField } from "../KnownField.tsx";

/** Chooses a project of any tenant, of the first fifty, or the system. */
export function ProjectFilter({ value, onValue }: { value: string; onValue(id: string): void }) {
  const projects = useResource(at("/api/admin/projects", { page: 1, pageSize: 50, sort: "name:asc" }));
  const known = (projects.data?.items ?? []).map(({ id, name, tenant }) => ({
    value: id,
    label: `${name} (${tenant.name})`,
  }));
  return <KnownField label="Project" none="The system" known={known} value={value} onValue={onValue} />;
}
