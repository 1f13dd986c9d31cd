/** Why we refuse. The edge turns a kind into an HTTP status; nobody else knows about HTTP. */
export type Kind =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "missing"
  | "conflict"
  | "limited"
  | "too_large"
  | "mismatch"
  | "upstream";

/** One fault of an input: where (`objectives`, `items.0.name`), and what to do about it. */
export type Fault = { path: string; message: string };

export type FailureOptions = ErrorOptions & {
  errors?: readonly Fault[];
  retryAfterSeconds?: number;
  /** What was written before this refusal stays written: a wrong try counts. */
  keepsChanges?: boolean;
};

/** An expected refusal. `code` is public API and never changes; `message` is safe to show a stranger. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly kind: Kind;
  readonly code: `${string}.${string}`;
  readonly errors: readonly Fault[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly keepsChanges: boolean;

  constructor(kind: Kind, code: `${string}.${string}`, message: string, options: FailureOptions = {}) {
    super(message, options);
    this.kind = kind;
    this.code = code;
    this.errors = options.errors;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.keepsChanges = options.keepsChanges ?? false;
  }
}

/** Unknown and foreign ids read the same. */
export const missing = (noun: string) => new Failure("missing", `${noun}.missing`, `No such ${noun}.`);
