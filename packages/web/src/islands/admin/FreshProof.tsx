import { useRef, useState } from "preact/hooks";
import { type Action, useAction } from "../../lib/action.ts";
import { call, Refused, read } from "../../lib/api.ts";
import { sessions } from "../../lib/doors.ts";
import { readOtp } from "../../lib/otp.ts";
import { inWords, knowsPasskeys, showPasskey } from "../../lib/passkey.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextField } from "../../ui/Field.tsx";
import { Refusal } from "../../ui/States.tsx";

/**
 * An action that only an admin may do who has just shown who they are. Where the API asks for that, a dialog does, and
 * then the same action goes on by itself.
 *
 * @returns the action, and the dialog to put on the page
 */
export function useFreshAction<Input>(work: (input: Input, key: string) => Promise<void>) {
  const [held, setHeld] = useState<{ input: Input } | undefined>();
  const action: Action<Input> = useAction<Input>(async (input, key) => {
    try {
      await work(input, key);
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== "step_up.required") throw error;
      setHeld({ input });
    }
  });
  const proof = (
    <Dialog open={held !== undefined} title="Show that it is you" onClose={() => setHeld(undefined)}>
      <Proof
        onClose={() => setHeld(undefined)}
        onProved={() => {
          setHeld(undefined);
          if (held) void action.run(held.input);
        }}
      />
    </Dialog>
  );
  return { ...action, proof };
}

/** A new one-time code, or the passkey of an admin who has one: a code alone is not enough for them. */
function Proof({ onClose, onProved }: { onClose(): void; onProved(): void }) {
  const [step, setStep] = useState<"ask" | "code" | "passkey">("ask");
  const [code, setCode] = useState("");
  const [email, setEmail] = useState("");
  const field = useRef<HTMLInputElement>(null);

  const ask = useAction(async (_: string, key) => {
    const { admin } = await read(sessions.admin.session);
    await call(`post ${sessions.admin.otp}`, { email: admin.email }, { idempotencyKey: key });
    setEmail(admin.email);
    setStep("code");
  });
  const enter = useAction(async (typed: string) => {
    try {
      await call("post /api/admin/auth/step-up", { code: typed });
    } catch (error) {
      setCode("");
      if (error instanceof Refused && error.code === "passkey.required") return setStep("passkey");
      throw error;
    }
    onProved();
  });
  const show = useAction(async () => {
    await showPasskey();
    onProved();
  });

  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (step === "ask") void ask.run("");
        else if (step === "passkey") void show.run();
        else if (code.length === 6) void enter.run(code);
        else field.current?.focus();
      }}
    >
      {step === "ask" && <p>This needs a fresh proof. We mail you a code, so that nobody else does it at your desk.</p>}
      {step === "code" && (
        <>
          <p>
            We sent six digits to <strong class="break">{email}</strong>. They work once.
          </p>
          <TextField
            label="One-time code"
            inputRef={field}
            class="otp"
            value={code}
            onValue={(text) => {
              const digits = readOtp(text);
              setCode(digits);
              if (digits.length === 6) void enter.run(digits);
            }}
            inputMode="numeric"
            autoComplete="one-time-code"
            placeholder="••••••"
            maxLength={24}
            spellcheck={false}
            error={enter.error?.message}
          />
        </>
      )}
      {step === "passkey" && <p>You have a passkey. Show it to go on.</p>}
      <Refusal error={inWords(ask.error ?? show.error)} />
      <footer class="dialog-foot">
        {step === "ask" && knowsPasskeys() && (
          <Button variant="quiet" onClick={() => setStep("passkey")}>
            Use my passkey
          </Button>
        )}
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={ask.busy || enter.busy || show.busy}>
          {step === "ask" ? "Send me a code" : step === "code" ? "Go on" : "Use my passkey"}
        </Button>
      </footer>
    </form>
  );
}
