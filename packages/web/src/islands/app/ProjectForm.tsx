import { useState } from "preact/hooks";
import { useAction } from "../../lib/action.ts";
import { Refused } from "../../lib/api.ts";
import { remedyFor } from "../../lib/refusals.ts";
import { type Errors, fromApi, problems, projectRules, type Rules } from "../../lib/rules.ts";
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
  const [wrong, setWrong] = useState<Errors<Name>>({});
  const save = useAction(async (brief: BriefText, key) => {
    try {
      await submit(brief, key);
    } catch (error) {
      if (error instanceof Refused) setWrong(fromApi(error.errors, rules).fields);
      throw error;
    }
  });
  const field = (name: Name) => ({
    name,
    value: value[name],
    error: wrong[name],
    onValue(text: string) {
      onChange({ [name]: text });
      if (wrong[name]) setWrong({ ...wrong, [name]: undefined });
    },
  });
  const remedy = remedyFor(save.error);
  const onlyFields = Object.values(wrong).some(Boolean);

  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const found = problems(value, rules);
        setWrong(found);
        if (Object.keys(found).length > 0) {
          const first = (Object.keys(rules) as Name[]).find((name) => found[name]);
          form.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
          return;
        }
        void save.run({
          name: value.name.trim(),
          clientName: value.clientName.trim(),
          description: value.description.trim(),
          objectives: value.objectives.trim(),
        });
      }}
    >
      <div class="form-row">
        <TextField
          label="Name"
          placeholder="Bike hire"
          maxLength={120}
          required
          autoComplete="off"
          {...field("name")}
        />
        <TextField label="Client" optional placeholder="Northwind Bikes" autoComplete="off" {...field("clientName")} />
      </div>
      <TextArea
        label="Description"
        rows={4}
        limit={rules.description.max ?? 0}
        required
        placeholder="A bike hire shop wants to know where its bikes are and which ones should be back."
        hint="What it is and who it is for, in a few sentences."
        {...field("description")}
      />
      <TextArea
        label="Objectives"
        class="tall"
        limit={rules.objectives.max ?? 0}
        required
        placeholder={
          "Customers hire bikes, each with a return date.\nThe shop sees what is overdue.\nA bike can be out with one customer at a time.\nSearch hires by customer name."
        }
        hint="One thing per line works best: what people do, what must never happen, what they look up. Each becomes a requirement with its own check."
        {...field("objectives")}
      />
      {!onlyFields && <Refusal error={save.error}>{remedy && <a href={remedy.href}>{remedy.label}</a>}</Refusal>}
      <div class="form-foot">
        <Button type="submit" variant="primary" busy={save.busy}>
          {action}
        </Button>
        <Button variant="quiet" onClick={secondary.onClick}>
          {secondary.label}
        </Button>
      </div>
    </form>
  );
}
