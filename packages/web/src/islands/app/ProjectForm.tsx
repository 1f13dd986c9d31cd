import { useForm } from "../../lib/form.ts";
import { remedyFor } from "../../lib/refusals.ts";
import { projectRules, type Rules } from "../../lib/rules.ts";
import { Button } from "../../ui/Button.tsx";
import { TextArea, TextField } from "../../ui/Field.tsx";
import { Refusal } from "../../ui/States.tsx";

export type BriefText = { name: string; clientName: string; description: string; objectives: string };
type Name = keyof BriefText;

const rules: Rules<Name> = projectRules;

/** The brief, as it is written and as it is edited. Checks what the API checks and shows the API's refusal in its own words. */
export function ProjectForm({
  value,
  onChange,
  submit,
  action,
  secondary,
}: {
  value: BriefText;
  onChange(part: Partial<BriefText>): void;
  submit(value: BriefText, key: string): Promise<void>;
  action: string;
  secondary: { label: string; onClick(): void };
}) {
  const { field, ...form } = useForm(rules, value, onChange, (brief, key) =>
    submit(
      {
        name: brief.name.trim(),
        clientName: brief.clientName.trim(),
        description: brief.description.trim(),
        objectives: brief.objectives.trim(),
      },
      key,
    ),
  );
  const remedy = remedyFor(form.error);
  return (
    <form class="form" noValidate onSubmit={form.onSubmit}>
      <div class="form-row">
        <TextField {...field("name")} placeholder="Bike hire" maxLength={120} required autoComplete="off" />
        <TextField {...field("clientName")} optional placeholder="Northwind Bikes" autoComplete="off" />
      </div>
      <TextArea
        {...field("description")}
        rows={4}
        limit={rules.description.max ?? 0}
        required
        placeholder="A bike hire shop wants to know where its bikes are and which ones should be back."
        hint="What it is and who it is for, in a few sentences."
      />
      <TextArea
        {...field("objectives")}
        class="tall"
        limit={rules.objectives.max ?? 0}
        required
        placeholder={
          "Customers hire bikes, each with a return date.\nThe shop sees what is overdue.\nA bike can be out with one customer at a time.\nSearch hires by customer name."
        }
        hint="One thing per line works best: what people do, what must never happen, what they look up. Each becomes a requirement with its own check."
      />
      <Refusal error={form.refusal}>{remedy && <a href={remedy.href}>{remedy.label}</a>}</Refusal>
      <div class="form-foot">
        <Button type="submit" variant="primary" busy={form.busy}>
          {action}
        </Button>
        <Button variant="quiet" onClick={secondary.onClick}>
          {secondary.label}
        </Button>
      </div>
    </form>
  );
}
