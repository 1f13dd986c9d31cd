import type { StepsReport } from "../platform/schema.ts";

/** What a person at the terminal sees of a run. */
export type Screen = { tell(report: StepsReport): void; end(): void };

type Terminal = { isTTY?: boolean; columns?: number; write(text: string): unknown };

const barWidth = 24;
const signs = { passed: "✓", failed: "✗", skipped: "–" } as const;

/** A bar that moves at a terminal; elsewhere, such as in a log, one line for each thing that is known. */
export function screenOn(terminal: Terminal, isQuiet: boolean): Screen {
  if (isQuiet) return { tell: () => undefined, end: () => undefined };
  let phase = "";
  let isDrawn = false;
  const clear = () => {
    if (isDrawn) terminal.write("\r\u001b[2K");
    isDrawn = false;
  };
  const say = (line: string) => {
    clear();
    terminal.write(`${line}\n`);
  };
  return {
    tell({ phase: now, progress, etaSeconds, checks = [], log = [] }) {
      if (now !== undefined && now !== phase) {
        phase = now;
        if (!terminal.isTTY) say(phase);
      }
      for (const { level, text } of log) say(level === "info" ? text : `${level}: ${text}`);
      for (const { check, name, status, summary } of checks) say(`${signs[status]} ${check} ${name}: ${summary}`);
      if (!terminal.isTTY || progress === undefined) return;
      clear();
      terminal.write(barOf({ phase, progress, etaSeconds, columns: terminal.columns ?? 80 }));
      isDrawn = true;
    },
    end: clear,
  };
}

function barOf(at: { phase: string; progress: number; etaSeconds: number | undefined; columns: number }): string {
  const full = Math.round((at.progress / 100) * barWidth);
  const bar = `${"█".repeat(full)}${"░".repeat(barWidth - full)}`;
  const rest = at.etaSeconds ? `, about ${at.etaSeconds} s left` : "";
  return `${bar} ${String(at.progress).padStart(3)} %  ${at.phase}${rest}`.slice(0, at.columns - 1);
}
