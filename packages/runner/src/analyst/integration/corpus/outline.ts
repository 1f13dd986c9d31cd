import type { Analysis, Refusal } from "../../../artefacts.ts";

/** What is read of a brief, a line each: systems, flows with their rules, requirements with what meets them. */
export function outlineOf(result: Analysis | Refusal): string {
  if ("code" in result) return result.code;
  const { contract, requirements } = result;
  if (contract.kind !== "integration") return contract.kind;
  const systems = contract.systems.map(({ name, auth, maxPerSecond }) =>
    `${name} ${auth} ${maxPerSecond ?? ""}`.trim(),
  );
  const flows = contract.flows.flatMap((flow) => [
    `${flow.name}: ${flow.from} ${flow.source.key} → ${flow.to} ${flow.target.key}, ${flow.mode}${flow.matchBy ? ` by ${flow.matchBy}` : ""}`,
    `  when ${flow.schedule ? JSON.stringify(flow.schedule) : "never"}${flow.webhook ? " and by webhook" : ""}${flow.back ? `, back ${flow.back.flow}, ${flow.back.conflict} wins` : ""}`,
    `  reads ${flow.values.map(({ name, type, required }) => `${name} ${type}${required ? "!" : ""}`).join(", ")}`,
    ...flow.mapping
      .filter(({ to, making }) => making.kind !== "copy" || making.from !== to || making.otherwise !== undefined)
      .map(({ to, making }) => `  ${to} = ${JSON.stringify(making)}`),
    ...(flow.ends ?? []).map(
      ({ label, when, effect }) =>
        `  over ${label} ${JSON.stringify(when ?? "gone")} ${effect === "remove" ? effect : `${effect.field} = ${effect.value}`}`,
    ),
    ...flow.skip.map(({ reason, when }) => `  not ${reason} ${JSON.stringify(when)}`),
  ]);
  const told = requirements
    .filter(({ source }) => source.part !== "implied")
    .map(({ text, targets, gap }) => (gap === undefined ? `+ ${text} ${targets.join(" ")}` : `- ${text} ${gap}`));
  return [systems.join(", "), ...flows, `tries ${contract.recordTries}`, ...told].join("\n");
}
