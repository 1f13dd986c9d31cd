import { splitList } from "../structure/thing.ts";
import { anyOf, type Demand } from "./demand.ts";
import { lists } from "./lists.ts";

const page = "(?:dashboard|start ?page|home ?page|start screen|home screen|landing page|front page)";
const patterns: readonly RegExp[] = [
  new RegExp(
    `^(?:(?:the |an? |our |all )?[\\p{L}-]+(?: [\\p{L}-]+)? (?:sees?|gets?|needs?|has|have|can see|should see|wants?) )?(?:show |display |give me |build )?(?:an? |the )?(?:simple |small |clear )?${page} (?:for [\\p{L} -]+? )?(?:with|that shows|which shows|showing|should show|must show|shows?|displays?|lists?|gives?)(?: me| us)? (?<list>.+)$`,
    "iu",
  ),
  new RegExp(
    `^(?:on|in) (?:the |an? |our )?${page},? (?:i|we|they|the [\\p{L}]+|[\\p{L}]+s) (?:want to |can |should |must |need to )?(?:sees?|shows?) (?<list>.+)$`,
    "iu",
  ),
];

/** "A dashboard with the number of open loans and overdue invoices": the first page counts every named list. */
export const dashboard: Demand = {
  test: anyOf(...patterns),
  read(draft, clause, wish, focus) {
    if (draft.isTool) return false;
    const told = patterns.map((pattern) => clause.text.replace(/[.]$/, "").match(pattern)?.groups?.list).find(Boolean);
    const items = told ? splitList(told) : [];
    for (const item of items) {
      const text = `show ${item.replace(/^(?:an? |the |all )?(?:(?:total )?(?:number|count) of |list of |how many )?(?:all |the )?/i, "")}`;
      const before = wish.targets.size;
      if (!lists.read(draft, { ...clause, text }, wish, focus) || wish.targets.size === before) return false;
    }
    wish.kind = "list";
    return items.length > 0;
  },
};
