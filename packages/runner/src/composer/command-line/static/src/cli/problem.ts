/** What is wrong with one value, for people. */
export type FieldError = { field: string; message: string };

/** Why a command did not do what it was asked to. Its exit code is 1: the command was understood and refused. */
export class Problem extends Error {
  readonly code: string;
  readonly fields: readonly FieldError[];

  constructor(code: "invalid" | "missing" | "conflict" | "file", message: string, fields: readonly FieldError[] = []) {
    super(message);
    this.code = code;
    this.fields = fields;
  }
}

/** A command that was not understood. Its exit code is 2, as users of command lines expect. */
export class UsageError extends Error {}
