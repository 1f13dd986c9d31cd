import info from "lucide-static/icons/info.svg?icon";
import play from "lucide-static/icons/play.svg?icon";
import { useId } from "preact/hooks";
import { useAction } from "../../lib/action.ts";
import { call } from "../../lib/api.ts";
import { remedyFor } from "../../lib/refusals.ts";
import { type Gate, runGate } from "../../lib/run-gate.ts";
import type { Profile, Project } from "../../lib/shapes.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Meter } from "../../ui/Progress.tsx";
import { Refusal } from "../../ui/States.tsx";

const watchOnly: Gate = { open: false, reason: "Your role may watch, and not run. Ask an owner or a builder." };

type Props = { project: Project; profile: Profile | undefined; mayBuild: boolean };

/** RUN. When it cannot be pressed it says why and what helps; when it can, it goes to Status. */
export function RunCard({ project, profile, mayBuild }: Props) {
  const id = useId();
  const gate: Gate = mayBuild ? runGate(project, profile) : watchOnly;
  const run = useAction(async (_: string, key) => {
    await call("post /api/tenant/projects/{id}/run", { id: project.id }, { idempotencyKey: key });
    location.assign(`/app/status?open=${encodeURIComponent(project.id)}`);
  });
  const remedy = remedyFor(run.error);
  const quota = profile?.quotas?.runs;
  return (
    <section class="card run-card" aria-label="Run">
      <Button
        variant="signal"
        size="l"
        icon={play}
        busy={run.busy}
        blocked={!gate.open}
        aria-describedby={gate.open ? undefined : id}
        onClick={() => void run.run(project.id)}
      >
        RUN
      </Button>
      {gate.open ? (
        <p class="small soft">
          A team of agents plans, writes, tests and packs it. You can leave the page; the run goes on.
        </p>
      ) : (
        <p class="small run-reason" id={id}>
          <Icon of={info} />{" "}
          <span>
            {gate.reason} {gate.remedy && <a href={gate.remedy.href}>{gate.remedy.label}</a>}
          </span>
        </p>
      )}
      <Refusal error={run.error}>{remedy && <a href={remedy.href}>{remedy.label}</a>}</Refusal>
      {quota && <Meter label="Runs this month" used={quota.used} limit={quota.limit} />}
    </section>
  );
}
