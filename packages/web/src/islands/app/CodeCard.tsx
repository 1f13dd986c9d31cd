import keyRound from "lucide-static/icons/key-round.svg?icon";
import plus from "lucide-static/icons/plus.svg?icon";
import { useState } from "preact/hooks";
import { useAction } from "../../lib/action.ts";
import { codeLength, maskedCode, readCode } from "../../lib/activation-code.ts";
import { call } from "../../lib/api.ts";
import { codeChoice, findFreeCodes, freeCodes } from "../../lib/found.ts";
import { useResource } from "../../lib/resource.ts";
import type { Project } from "../../lib/shapes.ts";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { CodeField } from "../../ui/CodeField.tsx";
import { CopyButton } from "../../ui/Copy.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Picker } from "../../ui/Picker.tsx";
import { Bone, Refusal } from "../../ui/States.tsx";
import { NewCodesDialog } from "../NewCodesDialog.tsx";

type Way = "pick" | "paste" | "generate";

type CardProps = { project: Project; mayBuild: boolean; onAttached(): void };

/** The project's code, or the three ways to give it one. Giving is for good, and the card says so. */
export function CodeCard({ project, mayBuild, onAttached }: CardProps) {
  const [shown, setShown] = useState<string[]>([]);
  const code = project.activationCode;
  return (
    <div id="activation-code" class="anchor">
      <Card title="Activation code">
        {code ? (
          <div class="attached">
            <code>{maskedCode(code.last5)}</code>
            <p class="small soft">
              {code.label ? `${code.label}. ` : ""}Whoever has this code follows the project and downloads the result.
            </p>
            <div class="share">
              <span class="small">
                <span class="soft">Entered at</span> <span class="break">{`${location.host}/client`}</span>
              </span>
              <CopyButton text={`${location.origin}/client`} label="Copy link" variant="quiet" />
            </div>
            <p class="hint">The link carries no code, so it can be sent anywhere; send the code apart.</p>
          </div>
        ) : !mayBuild ? (
          <p class="small soft">It has none yet. An owner or a builder attaches it.</p>
        ) : (
          <Attach project={project} onAttached={onAttached} onGenerated={(text) => setShown([text])} />
        )}
      </Card>
      <NewCodesDialog
        codes={shown}
        onClose={() => setShown([])}
        note="Give it to your client: it opens this project and nothing else. We keep a sealed copy only, so copy it now."
      />
    </div>
  );
}

function Attach({
  project,
  onAttached,
  onGenerated,
}: {
  project: Project;
  onAttached(): void;
  onGenerated(code: string): void;
}) {
  const available = useResource(freeCodes);
  const [chosen, setChosen] = useState<Way | undefined>();
  const [codeId, setCodeId] = useState("");
  const [typed, setTyped] = useState("");
  const codes = available.data?.items ?? [];
  const first = codes[0] && codeChoice(codes[0]);
  const way = chosen ?? (available.data && codes.length === 0 ? "generate" : "pick");
  const assign = "post /api/tenant/projects/{id}/assign-activation-code";

  const attach = useAction(async (what: { way: Way; codeId: string; typed: string }, key) => {
    if (what.way === "generate") {
      const made = await call(
        "post /api/tenant/activation-codes/generate",
        { count: 1, label: project.name },
        { idempotencyKey: key },
      );
      const [fresh] = made.codes;
      if (!fresh) return;
      onGenerated(fresh.code);
      await call(assign, { id: project.id, codeId: fresh.id });
    } else {
      const which = what.way === "pick" ? { codeId: what.codeId } : { code: what.typed };
      await call(assign, { id: project.id, ...which }, { idempotencyKey: key });
    }
    onAttached();
  });
  const ready =
    way === "generate" || (way === "pick" ? codeId !== "" || codes.length > 0 : readCode(typed).length === codeLength);
  const ways: readonly [Way, string][] = [
    ["pick", "Pick"],
    ["paste", "Paste"],
    ["generate", "Generate"],
  ];
  const labels: Readonly<Record<Way, string>> = {
    pick: "Attach code",
    paste: "Attach code",
    generate: "Generate and attach",
  };

  return (
    <form
      class="stack close"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void attach.run({ way, codeId: codeId || codes[0]?.id || "", typed });
      }}
    >
      <fieldset>
        <legend class="visually-hidden">How to give the project a code</legend>
        <div class="segmented">
          {ways.map(([value, label]) => (
            <label key={value}>
              <input
                type="radio"
                name="way"
                value={value}
                checked={way === value}
                onChange={() => {
                  setChosen(value);
                  attach.clear();
                }}
              />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      {way === "pick" && available.data === undefined && !available.error && <Bone width="full" />}
      {way === "pick" && codes.length > 0 && (
        <Picker
          label="Available codes"
          value={codeId || first?.value || ""}
          shown={first?.label}
          find={findFreeCodes}
          onValue={setCodeId}
          required
        />
      )}
      {way === "pick" && available.data && codes.length === 0 && (
        <p class="small soft">
          <Icon of={keyRound} /> No code is free. Generate one.
        </p>
      )}
      {way === "paste" && <CodeField label="Paste the code" value={typed} onValue={setTyped} />}
      {way === "generate" && (
        <p class="small soft">One new code for this project, taken from this month's codes and shown once.</p>
      )}
      <Refusal error={attach.error ?? (way === "pick" ? available.error : undefined)} />
      <Button
        type="submit"
        variant="primary"
        icon={way === "generate" ? plus : keyRound}
        busy={attach.busy}
        blocked={!ready}
      >
        {labels[way]}
      </Button>
      <p class="hint">A project keeps its code for good.</p>
    </form>
  );
}
