type Fields = Record<string, string | number | boolean | null | undefined>;

const levels = ["info", "warn", "error"] as const;

function write(level: (typeof levels)[number], event: string, fields: Fields): void {
  const least = (levels as readonly (string | undefined)[]).indexOf(process.env.LOG_LEVEL);
  if (levels.indexOf(level) < least) return;
  console[level](JSON.stringify({ at: new Date().toISOString(), level, event, ...fields }));
}

/** One line, one fact: a dotted past-tense event and flat fields. Never a body, a password or a token. */
export const log = {
  info: (event: string, fields: Fields = {}) => write("info", event, fields),
  warn: (event: string, fields: Fields = {}) => write("warn", event, fields),
  error: (event: string, error: unknown, fields: Fields = {}) =>
    write("error", event, { ...fields, error: describe(error) }),
};

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Drizzle's message carries the values of the failed query; its query and its cause do not.
  if ("query" in error && error.cause) return `${String(error.query)}\n${describe(error.cause)}`;
  return error.stack ?? error.message;
}
