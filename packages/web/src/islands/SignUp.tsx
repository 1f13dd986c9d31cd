import arrowRight from "lucide-static/icons/arrow-right.svg?icon";
import { useState } from "preact/hooks";
import { call } from "../lib/api.ts";
import { useForm } from "../lib/form.ts";
import { emailRule, type Rules } from "../lib/rules.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { Refusal } from "../ui/States.tsx";
import { CodeStep } from "./CodeStep.tsx";

type Name = "companyName" | "email";

/** A trial: who you are and where the code goes. The account begins when the code is used. */
export function SignUp({ companyRule }: { companyRule: Rules<"companyName">["companyName"] }) {
  const rules: Rules<Name> = { companyName: companyRule, email: emailRule };
  const [values, setValues] = useState<Record<Name, string>>({ companyName: "", email: "" });
  const [sent, setSent] = useState(false);
  const body = () => ({ companyName: values.companyName.trim(), email: values.email.trim() });

  const type = (part: Partial<typeof values>) => setValues({ ...values, ...part });
  const { field, ...form } = useForm(rules, values, type, async (_, key) => {
    await call("post /api/tenant/signup", body(), { anonymous: true, idempotencyKey: key });
    setSent(true);
  });

  if (sent)
    return (
      <CodeStep
        door="app"
        email={values.email.trim()}
        onResend={async () => {
          await call("post /api/tenant/signup", body(), { anonymous: true });
        }}
        onBack={() => setSent(false)}
      />
    );
  return (
    <Form onSend={form.submit}>
      <TextField
        {...field("companyName")}
        label="Company"
        required
        autoComplete="organization"
        placeholder="Meridian Studio"
      />
      <TextField
        {...field("email")}
        required
        type="email"
        inputMode="email"
        autoComplete="email"
        placeholder="you@company.com"
      />
      <Refusal error={form.refusal} />
      <div class="form-foot">
        <Button type="submit" variant="primary" busy={form.busy} iconEnd={arrowRight}>
          Start the trial
        </Button>
      </div>
    </Form>
  );
}
