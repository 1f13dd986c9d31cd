import arrowRight from "lucide-static/icons/arrow-right.svg?icon";
import { useState } from "preact/hooks";
import { useAction } from "../lib/action.ts";
import { call, Refused } from "../lib/api.ts";
import { type Errors, emailRule, fromApi, problems, type Rules } from "../lib/rules.ts";
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
  const [wrong, setWrong] = useState<Errors<Name>>({});
  const [sent, setSent] = useState(false);
  const body = () => ({ companyName: values.companyName.trim(), email: values.email.trim() });

  const ask = useAction(async (_: Record<Name, string>, key) => {
    try {
      await call("post /api/tenant/signup", body(), { anonymous: true, idempotencyKey: key });
    } catch (error) {
      if (error instanceof Refused) setWrong(fromApi(error.errors, rules).fields);
      throw error;
    }
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
  const field = (name: Name) => ({
    name,
    value: values[name],
    error: wrong[name],
    required: true,
    onValue(value: string) {
      setValues({ ...values, [name]: value });
      setWrong({ ...wrong, [name]: undefined });
    },
  });
  return (
    <Form
      onSend={() => {
        const found = problems(values, rules);
        setWrong(found);
        if (Object.keys(found).length === 0) void ask.run(values);
      }}
    >
      <TextField label="Company" autoComplete="organization" placeholder="Meridian Studio" {...field("companyName")} />
      <TextField
        label="E-mail"
        type="email"
        inputMode="email"
        autoComplete="email"
        placeholder="you@company.com"
        {...field("email")}
      />
      {Object.values(wrong).every((sentence) => !sentence) && <Refusal error={ask.error} />}
      <div class="form-foot">
        <Button type="submit" variant="primary" busy={ask.busy} iconEnd={arrowRight}>
          Start the trial
        </Button>
      </div>
    </Form>
  );
}
