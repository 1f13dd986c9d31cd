/** One round of building or repairing: what the tree came to, what fails in it, and whether it was taken. */
export type Round = { tree: string; failing: readonly string[]; isTaken: boolean };

const sameAllowed = 3;

/**
 * Why going on with the same model makes no sense; undefined while it does.
 *
 * The same failures thrice, a tree that was there before (patches that undo one another), or three rounds in a row
 * without anything that could be taken.
 */
export function stuckOf(rounds: readonly Round[]): string | undefined {
  const last = rounds.at(-1);
  if (!last) return undefined;
  const key = ({ failing }: Round) => [...failing].sort().join("\n");
  const lately = rounds.slice(-sameAllowed);
  if (lately.length === sameAllowed && lately.every((round) => key(round) === key(last)))
    return "the same things failed three times";
  if (rounds.slice(0, -1).some(({ tree }) => tree === last.tree)) return "its changes undo one another";
  if (lately.length === sameAllowed && lately.every(({ isTaken }) => !isTaken))
    return "three rounds made nothing better";
  return undefined;
}
