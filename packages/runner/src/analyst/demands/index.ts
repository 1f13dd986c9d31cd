import { ahead } from "./ahead.ts";
import { averages } from "./averages.ts";
import { blocked } from "./blocked.ts";
import { bounded } from "./bounds.ts";
import { capacity } from "./capacity.ts";
import { compared } from "./compared.ts";
import { computed } from "./computed.ts";
import { conditional } from "./conditional.ts";
import { dashboard } from "./dashboard.ts";
import type { Demand } from "./demand.ts";
import { exclusive } from "./exclusive.ts";
import { figures } from "./figures.ts";
import { attachedFiles, shownFiles } from "./files.ts";
import { floor } from "./floor.ts";
import { follows } from "./follows.ts";
import { lists, report } from "./lists.ts";
import { locked } from "./locked.ts";
import { often } from "./often.ts";
import { inTurn, notOnce, onlyWhile } from "./only-while.ts";
import { listed, order, sortedOnce } from "./order.ts";
import { ranking } from "./ranking.ts";
import { recurring, warning } from "./recurring.ts";
import { remaining } from "./remaining.ts";
import { room } from "./room.ts";
import { ordered, requiredInState, requiredOrUnique, uniqueTogether } from "./rules.ts";
import { search, sorted } from "./search.ts";
import { signIn } from "./sign-in.ts";
import { since } from "./since.ts";
import { spans } from "./spans.ts";
import { stock } from "./stock.ts";
import { approvesAbove, requiredWhen } from "./threshold.ts";

/** In the order they are tried: the particular before the general. */
export const demands: readonly Demand[] = [
  attachedFiles,
  shownFiles,
  ranking,
  ahead,
  follows,
  stock,
  dashboard,
  order,
  listed,
  inTurn,
  onlyWhile,
  notOnce,
  locked,
  blocked,
  signIn,
  approvesAbove,
  requiredWhen,
  conditional,
  uniqueTogether,
  requiredOrUnique,
  recurring,
  warning,
  averages,
  spans,
  often,
  capacity,
  exclusive,
  ordered,
  remaining,
  room,
  floor,
  compared,
  bounded,
  figures,
  computed,
  search,
  since,
  report,
  sortedOnce,
  sorted,
  lists,
  requiredInState,
];
