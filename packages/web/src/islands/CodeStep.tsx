import { useEffect, useRef, useState } from "preact/hooks";
import type { Door } from "../layouts/navs.ts";
import { useAction } from "../lib/action.ts";
import { call, Refused } from "../lib/api.ts";
import { afterSignIn, sessions } from "../lib/doors.ts";
import { readOtp } from "../lib/otp.ts";
import type { AdminSession } from "../lib/shapes.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";

const resendAfterSeconds = 30;

type Needs = NonNullable<AdminSession["needs"]>;

/** The six digits from the mail. Sends itself when they are all there; says in words what was wrong. */
export function CodeStep({
  door,
  email,
  tenantSlug,
  onResend,
  onBack,
  onNeeds,
}: {
  door: Door;
  email: string;
  tenantSlug?: string | undefined;
  onResend(): Promise<void>;
  onBack(): void;
  /** The code was right and is not enough. */
  onNeeds?(needs: Needs): void;
}) {
  const [code, setCode] = useState("");
  const [wait, setWait] = useState(resendAfterSeconds);
  const [sentAgain, setSentAgain] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    if (wait <= 0) return;
    const timer = setTimeout(() => setWait(wait - 1), 1_000);
    return () => clearTimeout(timer);
  }, [wait]);

  const enter = useAction(async (typed: string) => {
    let needs: Needs | undefined;
    try {
      const session = await call(
        `post ${sessions[door].session}`,
        { email, code: typed, ...(tenantSlug ? { tenantSlug } : {}) },
        { anonymous: true },
      );
      needs = "needs" in session ? session.needs : undefined;
    } catch (error) {
      setCode("");
      field.current?.focus();
      throw error;
    }
    if (needs && onNeeds) onNeeds(needs);
    else location.assign(afterSignIn(door, location.search));
  });
  const resend = useAction(async () => {
    await onResend();
    setWait(resendAfterSeconds);
    setSentAgain(true);
    enter.clear();
    field.current?.focus();
  });

  const typed = (text: string) => {
    const digits = readOtp(text);
    setCode(digits);
    if (enter.error && digits) enter.clear();
    if (digits.length === 6) void enter.run(digits);
  };
  const refusal = enter.error ?? resend.error;
  const spent = refusal instanceof Refused && refusal.status === 429 && refusal.retryAfter;

  return (
    <Form
      onSend={() => {
        if (code.length === 6) void enter.run(code);
        else field.current?.focus();
      }}
    >
      <p>
        We sent six digits to <strong>{email}</strong>. They work once, for ten minutes.{" "}
        <button type="button" class="linkish" onClick={onBack}>
          Use another address
        </button>
      </p>
      <TextField
        label="One-time code"
        inputRef={field}
        class="otp"
        value={code}
        onValue={typed}
        inputMode="numeric"
        autoComplete="one-time-code"
        placeholder="••••••"
        maxLength={24}
        spellcheck={false}
        error={refusal && (spent ? `${refusal.message} Try again in ${spent} seconds.` : refusal.message)}
      />
      <div class="form-foot">
        <Button type="submit" variant="primary" busy={enter.busy} blocked={code.length < 6}>
          Sign in
        </Button>
        <Button variant="quiet" busy={resend.busy} blocked={wait > 0} onClick={() => void resend.run()}>
          {wait > 0 ? `Send again in ${wait} s` : "Send again"}
        </Button>
      </div>
      <p class="hint" role="status">
        {sentAgain && wait > 0 ? "A new code is on its way. The former one no longer works." : ""}
      </p>
    </Form>
  );
}
