import { useMemo } from "preact/hooks";
import { findProjectsOf } from "../../lib/found.ts";
import { Picker } from "../../ui/Picker.tsx";

/** Chooses a project, of one tenant or of any, or none. */
export function ProjectFilter({
  none,
  tenantId = "",
  value,
  onValue,
}: {
  none: string;
  tenantId?: string;
  value: string;
  onValue(id: string): void;
}) {
  const find = useMemo(() => findProjectsOf(tenantId), [tenantId]);
  return <Picker label="Project" quietLabel none={none} value={value} find={find} onValue={onValue} />;
}
