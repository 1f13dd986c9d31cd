import type { Demand } from "./demand.ts";
import { lists, report } from "./lists.ts";
import { bounded, exclusive, ordered, requiredInState, requiredOrUnique } from "./rules.ts";
import { search, sorted } from "./search.ts";
import { signIn } from "./sign-in.ts";
import { approvesAbove, requiredWhen } from "./threshold.ts";

/** In the order they are tried: the particular before the general. */
export const demands: readonly Demand[] = [
  signIn,
  approvesAbove,
  requiredWhen,
  requiredOrUnique,
  exclusive,
  ordered,
  bounded,
  search,
  report,
  sorted,
  lists,
  requiredInState,
];
