import { useEffect, useRef } from "preact/hooks";
import { isMoving } from "./run-gate.ts";
import type { Run } from "./shapes.ts";

/** The tab says what it shows and how far a run has come, so one can look at something else meanwhile. */
export function useTitle(name: string | undefined, run?: Pick<Run, "status" | "progress">): void {
  const former = useRef<string | undefined>(undefined);
  useEffect(() => {
    former.current ??= document.title;
    const base = former.current.split(" · ").pop() ?? "";
    const state = !run
      ? ""
      : isMoving(run.status)
        ? `${Math.round(run.progress)} % `
        : run.status === "completed"
          ? "✓ "
          : run.status === "failed"
            ? "✕ "
            : "";
    if (name) document.title = `${state}${name} · ${base}`;
  }, [name, run?.status, run?.progress]);
}
