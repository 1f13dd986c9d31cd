const names: Readonly<Record<string, string>> = {
  provider: "Provider",
  model: "Model",
  fallback: "Then",
  temperature: "Temperature",
  maxTokens: "Most tokens",
  monthlyBudgetMicros: "Budget a month",
  dailyBudgetMicros: "Budget a day",
  tenantBudgetMicros: "Budget a tenant each month",
  projectBudgetMicros: "Budget a project",
  runBudgetMicros: "Budget a run",
  reach: "Models work on",
  enabled: "Models may be asked",
};

/** A value's name as people read it. */
export const nameOf = (name: string): string => names[name] ?? name;

/** A value as people read it; null is nothing said. */
export function inWords(name: string, value: unknown): string {
  if (value === null || value === undefined) return "not said";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number")
    return name.endsWith("Micros") ? `$${(value / 1_000_000).toLocaleString("en")}` : value.toLocaleString("en");
  if (!Array.isArray(value)) return String(value);
  if (value.length === 0) return "nobody";
  return value.map((each: { provider: string; model: string }) => `${each.provider} ${each.model}`).join(", ");
}

export const agents = [
  "orchestrator",
  "researcher",
  "architect",
  "coder",
  "frontend",
  "integration",
  "workflow",
  "mobile",
  "infrastructure",
  "testing",
  "qa",
  "security",
  "writer",
];
