import type { Now } from "../now.ts";
import type { Output } from "./output.ts";

export type Option = {
  /** As it is typed, without the dashes. */
  name: string;
  /** What stands for its value in the help; absent when it is a switch. */
  value?: string;
  help: string;
};

/** What a command gets: its words after the name, its options, and everything outside of it. */
export type Call = {
  words: readonly string[];
  options: Readonly<Record<string, string | boolean | undefined>>;
  json: boolean;
  dataFile: string;
  now: Now;
  input(): string;
} & Output;

export type Command = {
  /** `hires add`, or `report`. */
  name: string;
  /** The words it takes after its name: `<id>`, `[file]`; one that ends with dots takes any number. */
  takes: readonly string[];
  help: string;
  options: readonly Option[];
  run(call: Call): void | Promise<void>;
};

/** An option's value as text, when there is one. */
export const textOf = (call: Call, name: string): string | undefined => {
  const value = call.options[name];
  return typeof value === "string" ? value : undefined;
};
