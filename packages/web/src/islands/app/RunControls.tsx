import pause from "lucide-static/icons/pause.svg?icon";
import play from "lucide-static/icons/play.svg?icon";
import rotate from "lucide-static/icons/rotate-ccw.svg?icon";
import square from "lucide-static/icons/square.svg?icon";
import { useState } from "preact/hooks";
import { useAction } from "../../lib/action.ts";
import { call } from "../../lib/api.ts";
import { isMoving, isOpen } from "../../lib/run-gate.ts";
import type { Run } from "../../lib/shapes.ts";
import { say, sayError } from "../../lib/toast.ts";
import { Button } from "../../ui/Button.tsx";
import { Confirm } from "../../ui/Dialog.tsx";

type Deed = "pause" | "resume" | "cancel" | "restart";

const said: Readonly<Record<Deed, string>> = {
  pause: "The run pauses at its next checkpoint.",
  resume: "The run resumes from its checkpoint.",
  cancel: "The run is being cancelled.",
  restart: "The run starts again from its last checkpoint.",
};

/** Pause, resume, cancel and restart, whichever the run's state allows. */
export function RunControls({ run, onChange }: { run: Run; onChange(run: Run): void }) {
  const [asking, setAsking] = useState(false);
  const [deed, setDeed] = useState<Deed | undefined>();
  const act = useAction(async (what: Deed, key) => {
    try {
      onChange(await call(`post /api/tenant/runs/{id}/${what}`, { id: run.id }, { idempotencyKey: key }));
      say(said[what]);
    } catch (error) {
      if (error instanceof Error) sayError(error);
      throw error;
    }
  });
  const start = (what: Deed) => {
    setDeed(what);
    return act.run(what);
  };
  const button = (what: Deed) => ({
    size: "s" as const,
    busy: act.busy && deed === what,
    onClick: () => void start(what),
  });

  if (!isOpen(run.status) && run.status !== "failed" && run.status !== "cancelled") return null;
  return (
    <div class="actions-row">
      {isMoving(run.status) && (
        <Button {...button("pause")} icon={pause}>
          Pause
        </Button>
      )}
      {run.status === "paused" && (
        <Button {...button("resume")} variant="primary" icon={play}>
          Resume
        </Button>
      )}
      {isOpen(run.status) && (
        <Button size="s" variant="quiet" icon={square} onClick={() => setAsking(true)}>
          Cancel run
        </Button>
      )}
      {(run.status === "failed" || run.status === "cancelled") && (
        <Button {...button("restart")} icon={rotate}>
          Restart
        </Button>
      )}
      <Confirm
        open={asking}
        title={`Cancel run ${run.number}?`}
        action="Cancel run"
        busy={act.busy}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          await start("cancel");
          setAsking(false);
        }}
      >
        <p>
          It is at {Math.round(run.progress)} %. A cancelled run delivers nothing and cannot be resumed; pausing keeps
          its work.
        </p>
      </Confirm>
    </div>
  );
}
