import { useState } from "preact/hooks";
import { useAction } from "../../../lib/action.ts";
import { Refused } from "../../../lib/api.ts";
import { useForm } from "../../../lib/form.ts";
import { useResource } from "../../../lib/resource.ts";
import type { Rules } from "../../../lib/rules.ts";
import type { LlmLevel, LlmProvider, LlmValues } from "../../../lib/shapes.ts";
import { say } from "../../../lib/toast.ts";
import { Button } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import { SelectField, TextArea, TextField } from "../../../ui/Field.tsx";
import { Refusal } from "../../../ui/States.tsx";
import { Ago } from "../../../ui/Time.tsx";

const budgets = [
  "monthlyBudgetMicros",
  "dailyBudgetMicros",
  "tenantBudgetMicros",
  "projectBudgetMicros",
  "runBudgetMicros",
] as const;
type Name =
  | "provider"
  | "model"
  | "temperature"
  | "maxTokens"
  | "reach"
  | "enabled"
  | "prompt"
  | "reason"
  | (typeof budgets)[number];
type Values = Record<Name, string>;

const sum = { pattern: "^\\d{1,6}([.]\\d{1,6})?$", hint: "A sum in dollars such as 50 or 0.25." };
const rules: Rules<Name> = {
  provider: { label: "Provider" },
  model: { label: "Model", max: 200 },
  temperature: { label: "Temperature", pattern: "^([01]([.]\\d+)?|2([.]0+)?)$", hint: "A number from 0 to 2." },
  maxTokens: { label: "Most tokens an answer", pattern: "^\\d{2,4}$", hint: "A number from 64 to 8,192." },
  monthlyBudgetMicros: { label: "A month, in dollars", ...sum },
  dailyBudgetMicros: { label: "A day, in dollars", ...sum },
  tenantBudgetMicros: { label: "A tenant each month, in dollars", ...sum },
  projectBudgetMicros: { label: "A project, in dollars", ...sum },
  runBudgetMicros: { label: "A run, in dollars", ...sum },
  reach: { label: "Models work on" },
  enabled: { label: "Agents may ask models" },
  prompt: { label: "Prompt", max: 20_000 },
  reason: { label: "Why", required: "Say why, for whoever looks at it later.", max: 500 },
};

const asTyped = (values: LlmValues): Values => {
  const text = (value: unknown) => (value === undefined ? "" : String(value));
  const dollars = (value: number | undefined) => (value === undefined ? "" : String(value / 1_000_000));
  return {
    provider: text(values.provider),
    model: text(values.model),
    temperature: text(values.temperature),
    maxTokens: text(values.maxTokens),
    monthlyBudgetMicros: dollars(values.monthlyBudgetMicros),
    dailyBudgetMicros: dollars(values.dailyBudgetMicros),
    tenantBudgetMicros: dollars(values.tenantBudgetMicros),
    projectBudgetMicros: dollars(values.projectBudgetMicros),
    runBudgetMicros: dollars(values.runBudgetMicros),
    reach: text(values.reach),
    enabled: text(values.enabled),
    prompt: values.prompt ?? "",
    reason: "",
  };
};

/** A level as it shall be, the version that it replaces, and why. */
export type Said = { values: LlmValues; replaces: number; reason: string };

/** What is empty is not said, so that the product's own value applies; what this form does not show stays as it was. */
function fromTyped(typed: Values, { fallback }: LlmValues): LlmValues {
  const said = (name: Name) => typed[name].trim() !== "";
  return {
    ...(fallback ? { fallback } : {}),
    ...(said("provider") ? { provider: typed.provider as LlmProvider["provider"] } : {}),
    ...(said("model") ? { model: typed.model.trim() } : {}),
    ...(said("temperature") ? { temperature: Number(typed.temperature) } : {}),
    ...(said("maxTokens") ? { maxTokens: Number(typed.maxTokens) } : {}),
    ...Object.fromEntries(budgets.filter(said).map((name) => [name, Math.round(Number(typed[name]) * 1_000_000)])),
    ...(said("reach") ? { reach: typed.reach as NonNullable<LlmValues["reach"]> } : {}),
    ...(said("enabled") ? { enabled: typed.enabled === "true" } : {}),
    ...(said("prompt") ? { prompt: typed.prompt } : {}),
  };
}

/** The level as it is typed: saved as a new version, or taken away so that the level above applies again. */
export function LevelForm({
  level,
  onSave,
  onClear,
  onReload,
}: {
  level: LlmLevel;
  onSave(said: Said): Promise<LlmLevel>;
  /** Absent where nothing is above. */
  onClear?: (() => Promise<void>) | undefined;
  onReload(): void;
}) {
  const providers = useResource("/api/llm/providers");
  const [values, setValues] = useState(() => asTyped(level.values));
  const type = (part: Partial<Values>) => setValues({ ...values, ...part });
  const form = useForm(rules, values, type, async (typed) => {
    const next = await onSave({
      values: fromTyped(typed, level.values),
      replaces: level.version,
      reason: typed.reason.trim(),
    });
    say(`Version ${next.version} holds for every run that starts from now on.`);
  });
  const clear = useAction(async () => {
    await onClear?.();
    say("Taken away: the level above applies again, to every run that starts from now on.");
  });
  const isStale = form.error instanceof Refused && form.error.code === "llm.stale";
  const field = (name: Name) => ({ ...form.field(name), autoComplete: "off" });
  return (
    <Card
      title={level.version === 0 ? "Nothing said yet" : `Version ${level.version}`}
      aside={
        level.createdAt && (
          <span class="small soft">
            <Ago at={level.createdAt} /> by {level.author?.email ?? "somebody"}: {level.reason}
          </span>
        )
      }
    >
      <form class="form" noValidate onSubmit={form.onSubmit}>
        <p class="small soft">
          What is left empty is not said here: then {onClear ? "the level above" : "the product's own value"} applies.
        </p>
        <div class="form-row">
          <SelectField
            {...field("provider")}
            choices={[
              { value: "", label: "Not said" },
              ...(
                providers.data?.items ?? (values.provider ? [{ provider: values.provider, name: values.provider }] : [])
              ).map(({ provider, name }) => ({ value: provider, label: name })),
            ]}
          />
          <TextField {...field("model")} class="mono" placeholder="not said" />
          <SelectField
            {...field("enabled")}
            choices={[
              { value: "", label: "Not said" },
              { value: "true", label: "Yes" },
              { value: "false", label: "No, blueprints only" },
            ]}
          />
        </div>
        <div class="form-row">
          <TextField {...field("temperature")} inputMode="decimal" placeholder="not said" />
          <TextField {...field("maxTokens")} inputMode="numeric" placeholder="not said" />
          <SelectField
            {...field("reach")}
            choices={[
              { value: "", label: "Not said" },
              { value: "gaps", label: "What the blueprint leaves open" },
              { value: "all", label: "Every requirement" },
            ]}
          />
        </div>
        <fieldset>
          <legend class="legend">Budgets</legend>
          <div class="form-row">
            {budgets.map((name) => (
              <TextField key={name} {...field(name)} inputMode="decimal" placeholder="not said" />
            ))}
          </div>
        </fieldset>
        <TextArea
          {...field("prompt")}
          class="mono tall"
          limit={20_000}
          hint={
            onClear ? "Added to the prompt of the levels above." : "Added to the product's own prompt, for every agent."
          }
        />
        <TextField {...field("reason")} placeholder="What this is for" maxLength={500} />
        <Refusal error={form.refusal ?? clear.error}>
          {isStale && (
            <p>
              <button type="button" class="linkish" onClick={onReload}>
                Take the newer version, and lose what is typed here
              </button>
            </p>
          )}
        </Refusal>
        <div class="form-foot">
          <Button type="submit" variant="primary" busy={form.busy}>
            Save a new version
          </Button>
          <Button variant="quiet" onClick={() => setValues(asTyped(level.values))}>
            Undo my changes
          </Button>
          {onClear && Object.keys(level.values).length > 0 && (
            <Button variant="quiet" busy={clear.busy} onClick={() => void clear.run()}>
              Take this level away
            </Button>
          )}
        </div>
      </form>
    </Card>
  );
}
