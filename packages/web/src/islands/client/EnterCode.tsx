import arrowRight from "lucide-static/icons/arrow-right.svg?icon";
import { useEffect, useState } from "preact/hooks";
import { useAction } from "../../lib/action.ts";
import { codeLength, readCode } from "../../lib/activation-code.ts";
import { call, Refused } from "../../lib/api.ts";
import { stored } from "../../lib/stored.ts";
import { Button } from "../../ui/Button.tsx";
import { CodeField } from "../../ui/CodeField.tsx";
import { Form } from "../../ui/Form.tsx";
import { type LastProject, lastProjectKey } from "./last-project.ts";

/** One field. It forgives case, spaces and O for 0, and opens the project as soon as the code is whole. */
export function EnterCode() {
  const [typed, setTyped] = useState("");
  const [last, setLast] = useState<LastProject | undefined>();
  const characters = readCode(typed).length;

  useEffect(() => setLast(stored.read<LastProject>(lastProjectKey)), []);
  const enter = useAction(async (code: string, key) => {
    const { project } = await call(
      "post /api/public/activate-project",
      { code },
      { anonymous: true, idempotencyKey: key },
    );
    stored.write(lastProjectKey, { id: project.id, name: project.name } satisfies LastProject);
    location.assign(`/client/projects/${encodeURIComponent(project.id)}`);
  });
  const refusal = enter.error;
  const sentence =
    refusal instanceof Refused && refusal.retryAfter
      ? `${refusal.message} Try again in ${refusal.retryAfter} seconds.`
      : refusal?.message;

  return (
    <Form
      onSend={() => {
        if (characters === codeLength) void enter.run(typed);
      }}
    >
      <CodeField
        label="Activation code"
        large
        value={typed}
        onValue={(text) => {
          setTyped(text);
          if (enter.error) enter.clear();
          // A pasted code is meant to be used; a typed last character may still be a slip.
          if (readCode(text).length === codeLength && characters < codeLength - 1) void enter.run(text);
        }}
        error={sentence}
        hint={
          characters > 0 && characters < codeLength
            ? `${codeLength - characters} more characters`
            : "Twenty-five characters, in five groups. Paste it as it came."
        }
      />
      <Button
        type="submit"
        variant="primary"
        size="l"
        busy={enter.busy}
        blocked={characters < codeLength}
        iconEnd={arrowRight}
      >
        Open my project
      </Button>
      {last && (
        <p class="small soft">
          Been here before? <a href={`/client/projects/${encodeURIComponent(last.id)}`}>Continue with {last.name}</a>
        </p>
      )}
    </Form>
  );
}
