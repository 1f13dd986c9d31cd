import { AsyncLocalStorage } from "node:async_hooks";
import { Failure } from "./failure.ts";

/** Numbers, flags and short technical words; sentences, addresses, codes and tokens have no place in a log. */
export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;

const context = new AsyncLocalStorage<Fields>();

/** Adds fields (a request id) to every line that `work` logs. */
export const withLogContext = <T>(fields: Fields, work: () => T): T =>
  context.run({ ...context.getStore(), ...fields }, work);

/** The id under which the present request is logged, for a refusal to name. */
export const requestId = (): string | undefined => {
  const id = context.getStore()?.requestId;
  return typeof id === "string" ? id : undefined;
};

const write = (level: "info" | "warn" | "error", event: string, fields: Fields) =>
  process.stdout.write(
    `${JSON.stringify({ at: new Date().toISOString(), level, event, ...safe({ ...context.getStore(), ...fields }) })}\n`,
  );

export const log = {
  info: (event: string, fields: Fields = {}) => write("info", event, fields),
  warn: (event: string, fields: Fields = {}) => write("warn", event, fields),
  error: (event: string, error: unknown, fields: Fields = {}) =>
    write("error", event, { ...fields, ...describe(error) }),
};

/** Ids, names of things and routes; nothing with a space, an at sign or the shape of a one-time or activation code. */
const harmless = /^[\w.:/{}$-]{1,120}$/;
const secret = /^\d{6}$|^(?:[0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$/i;

function safe(fields: Fields): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const isFine = typeof value !== "string" || name === "stack" || (harmless.test(value) && !secret.test(value));
    if (value !== undefined) out[name] = isFine ? value : "[hidden]";
  }
  return out;
}

/**
 * What may be said of an error. Messages of databases and parsers quote the values they were given (prompts,
 * e-mails), so only our own and the runtime's are kept, and of the rest the class, the code and where it happened.
 */
function describe(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: typeof error };
  const cause = error.cause instanceof Error ? (error.cause as NodeJS.ErrnoException) : undefined;
  const stack = (error.stack ?? "")
    .split("\n")
    .filter((line) => line.startsWith("    at "))
    .slice(0, 12)
    .join("\n");
  return {
    error: error.name,
    code: error instanceof Failure ? error.code : (error as NodeJS.ErrnoException).code,
    cause: cause?.name,
    causeCode: cause?.code,
    constraint: (cause as { constraint?: string } | undefined)?.constraint,
    stack: error instanceof TypeError || error instanceof ReferenceError ? `${error.message}\n${stack}` : stack,
  };
}
