import { Ports } from "../ports/index.ts";
import { read } from "./alphabet.ts";

/** What is stored of a code, and finds it. */
export const seal = (code: string): string => Ports.use().seal("activation-code", code);

/** The same of what was typed; of what cannot be a code it is nobody's, found by as much work. */
export const sealTyped = (typed: string): string => seal(read(typed) ?? "none");
