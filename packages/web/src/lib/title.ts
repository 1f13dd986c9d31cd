import { useEffect, useRef } from "preact/hooks";
import { isMoving } from "./run-gate.ts";
import type { Run } from "./shapes.ts";

type State = Pick<Run, "status" | "progress">;

/** The tab says what it shows and how far a run has come, and its icon the same, so one can look at something else meanwhile. */
export function useTitle(name: string | undefined, run?: State): void {
  const former = useRef<string | undefined>(undefined);
  useEffect(() => {
    former.current ??= document.title;
    const base = former.current.split(" · ").pop() ?? "";
    if (name) document.title = `${inWords(run)}${name} · ${base}`;
    wearIcon(iconOf(run));
  }, [name, run?.status, run?.progress]);
}

/** Of a page with many: how many runs are under way. */
export function useMovingTitle(moving: number): void {
  const former = useRef<string | undefined>(undefined);
  useEffect(() => {
    former.current ??= document.title;
    document.title = moving === 0 ? former.current : `${moving} running · ${former.current}`;
    wearIcon(moving === 0 ? icons.still : icons.running);
  }, [moving]);
}

function inWords(run: State | undefined): string {
  if (!run) return "";
  if (isMoving(run.status)) return `${Math.round(run.progress)} % `;
  return run.status === "completed" ? "✓ " : run.status === "failed" ? "✕ " : "";
}

const icons = {
  still: "/favicon.svg",
  running: "/favicon-running.svg",
  completed: "/favicon-completed.svg",
  failed: "/favicon-failed.svg",
} as const;

function iconOf(run: State | undefined): string {
  if (!run) return icons.still;
  if (isMoving(run.status)) return icons.running;
  return run.status === "completed" || run.status === "failed" ? icons[run.status] : icons.still;
}

function wearIcon(href: string): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (link && link.getAttribute("href") !== href) link.href = href;
}
