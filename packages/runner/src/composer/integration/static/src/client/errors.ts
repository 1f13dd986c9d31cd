/** The other system says no, and would say no again: the request itself is what it objects to. */
export class Refused extends Error {
  readonly status: number;

  constructor(system: string, status: number, said: string) {
    super(`${system} answered ${status}${said ? `: ${said}` : ""}`);
    this.status = status;
  }
}

/** The other system can't be reached or has no time. Later it may. */
export class Unavailable extends Error {
  /** Epoch milliseconds before which it doesn't want to be asked. */
  readonly notBefore: number | undefined;

  constructor(message: string, notBefore?: number) {
    super(message);
    this.notBefore = notBefore;
  }
}

/** The other system doesn't know us: nothing else can be done with it until somebody corrects the settings. */
export class Unauthorised extends Error {}

/** The answer is not what was agreed on: not JSON, too large, or without what must be in it. */
export class Malformed extends Error {}
