import type { Clause } from "../clauses.ts";
import type { Draft, Wish } from "../draft.ts";
import { readAction } from "./actions.ts";
import { readHolding } from "./holding.ts";
import { readNames } from "./names.ts";
import { readStates } from "./states.ts";
import type { Focus } from "./thing.ts";

/**
 * Reads what a clause says about records: which there are, what they hold, how they belong together, what happens to
 * them. Returns whether it said anything of the kind; the wish then carries what it brought about.
 */
export function readStructure(draft: Draft, clause: Clause, wish: Wish, focus: Focus): boolean {
  const text = withEntries(clause.text);
  return (
    readStates(draft, text, wish, focus) ||
    readHolding(draft, text, wish, focus) ||
    readAction(draft, text, wish, focus) ||
    readNames(draft, text, wish, focus)
  );
}

/** Hours are what an entry holds, not things that are kept: "employees log hours on projects". */
const withEntries = (text: string): string =>
  text.replace(
    /\b(logs?|records?|tracks?|enters?|registers?|books?) (?:their |the |his |her )?(?:working |worked )?(?:hours|time)(?: spent| worked)?(?: (?=on |for |against |per )(.+))?$/i,
    (_, verb: string, where?: string) =>
      `${verb} the timesheets${where ? ` ${where.replace(/^per /, "on ")}` : ""} with date and hours`,
  );
