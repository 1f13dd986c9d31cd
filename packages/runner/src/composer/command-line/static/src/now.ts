import { userInfo } from "node:os";

/** The moment a command runs and who runs it: the only things rules know besides the record. */
export type Now = {
  /** ISO 8601, UTC. */
  instant: string;
  /** `YYYY-MM-DD` in the configured time zone: what people on the spot call today. */
  today: string;
  /** Who is signed in on this machine. */
  user: { id: number; name: string };
};

/** The present, once for a whole command. */
export function present(timeZone: string, at = new Date()): Now {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  return { instant: at.toISOString(), today: parts.format(at), user: whoRuns() };
}

/** In a container the one who runs a command may have no name. */
function whoRuns(): Now["user"] {
  try {
    const { uid, username } = userInfo();
    return { id: uid, name: username };
  } catch {
    return { id: process.getuid?.() ?? 0, name: process.env.USER ?? "unknown" };
  }
}

/** A date some whole days later; negative for earlier. */
export function plusDays(date: string, days: number): string {
  const time = Date.parse(`${date}T00:00:00Z`) + days * 86_400_000;
  return new Date(time).toISOString().slice(0, 10);
}

/** Whole days from one date or instant to another; null when one is missing. */
export function daysBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  return Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / 86_400_000);
}

/** Full years since a date; null when there is none. */
export function yearsSince(from: string | null, today: string): number | null {
  if (from === null) return null;
  return Number(today.slice(0, 4)) - Number(from.slice(0, 4)) - (today.slice(5) < from.slice(5, 10) ? 1 : 0);
}
