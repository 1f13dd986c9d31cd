import { at } from "../../../lib/api.ts";
import { useResource } from "../../../lib/resource.ts";
import { SelectField } from "../../../ui/Field.tsx";

/** Chooses a project of any tenant, or the system. One that is not among the first fifty is still named as chosen. */
export function ProjectFilter({ value, onValue }: { value: string; onValue(id: string): void }) {
  const projects = useResource(at("/api/admin/projects", { page: 1, pageSize: 50, sort: "name:asc" }));
  const known = (projects.data?.items ?? []).map(({ id, name, tenant }) => ({
    value: id,
    label: `${name} (${tenant.name})`,
  }));
  const isKnown = value === "" || known.some((choice) => choice.value === value);
  return (
    <SelectField
      label="Project"
      quietLabel
      value={value}
      onValue={onValue}
      choices={[
        { value: "", label: "The system" },
        ...(isKnown ? [] : [{ value, label: "The chosen project" }]),
        ...known,
      ]}
    />
  );
}
