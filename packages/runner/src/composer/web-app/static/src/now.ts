/** Who is signed in. */
export type User = { id: number; name: string; email: string; role: string };

/** The moment a request is answered and who asks: the only things rules know besides the record. */
export type Now = {
  /** ISO 8601, UTC. */
  instant: string;
  /** `YYYY-MM-DD` in the configured time zone: what people on the spot call today. */
  today: string;
  user: User | null;
};

/** The present, for one request. The date follows `timeZone`; the instant is always UTC. */
export function present(timeZone: string, user: User | null = null, at = new Date()): Now {
  return { instant: at.toISOString(), today: dateIn(timeZone, at), user };
}

function dateIn(timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  return parts.format(at);
}

/** A date some whole days later; negative for earlier. */
export function plusDays(date: string, days: number): string {
  const time = Date.parse(`${date}T00:00:00Z`) + days * 86_400_000;
  return new Date(time).toISOString().slice(0, 10);
}
