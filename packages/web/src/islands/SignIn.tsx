import arrowRight from "lucide-static/icons/arrow-right.svg?icon";
import { useEffect, useState } from "preact/hooks";
import type { Door } from "../layouts/navs.ts";
import { useAction } from "../lib/action.ts";
import { call, read } from "../lib/api.ts";
import { sessions } from "../lib/doors.ts";
import { emailRule, problem } from "../lib/rules.ts";
import type { AdminSession } from "../lib/shapes.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { CodeStep } from "./CodeStep.tsx";
import { PasskeyStep } from "./PasskeyStep.tsx";

/** E-mail, then the code from the mail. An unknown address gets the same answer, so nobody learns who is here. */
export function SignIn({ door }: { door: Door }) {
  const [email, setEmail] = useState("");
  const [step, setStep] = useState<"email" | "code">("email");
  const [wrong, setWrong] = useState<string | undefined>();
  const [needs, setNeeds] = useState<AdminSession["needs"]>();

  const tenantSlug = () => new URLSearchParams(location.search).get("tenant") ?? undefined;
  const request = async (key?: string) => {
    const slug = tenantSlug();
    await call(
      `post ${sessions[door].otp}`,
      { email: email.trim(), ...(slug ? { tenantSlug: slug } : {}) },
      { anonymous: true, ...(key ? { idempotencyKey: key } : {}) },
    );
  };
  const send = useAction(async (_: string, key) => {
    await request(key);
    setStep("code");
  });

  useEffect(() => {
    if (door !== "admin") return;
    // Whoever came back half-way goes on where they were.
    read(sessions.admin.session, {}, { anonymous: true }).then(
      (session) => setNeeds(session.needs),
      () => undefined,
    );
  }, [door]);

  if (needs)
    return (
      <PasskeyStep
        needs={needs}
        onLeave={() => {
          setNeeds(undefined);
          setStep("email");
        }}
      />
    );
  if (step === "code")
    return (
      <CodeStep
        door={door}
        email={email.trim()}
        tenantSlug={tenantSlug()}
        onResend={request}
        onBack={() => setStep("email")}
        onNeeds={setNeeds}
      />
    );
  return (
    <Form
      onSend={() => {
        const found = problem(email, emailRule);
        setWrong(found);
        if (!found) void send.run(email);
      }}
    >
      <TextField
        label="E-mail"
        type="email"
        name="email"
        value={email}
        onValue={(value) => {
          setEmail(value);
          setWrong(undefined);
          send.clear();
        }}
        autoComplete="email"
        inputMode="email"
        placeholder="you@company.com"
        required
        error={wrong ?? send.error?.message}
      />
      <div class="form-foot">
        <Button type="submit" variant="primary" busy={send.busy} iconEnd={arrowRight}>
          Send me a code
        </Button>
      </div>
    </Form>
  );
}
