import { isCollection, topicOf } from "./topics.ts";

/** Stands where a bracket closes: what follows begins something new. */
export const closed = "\u0001";

/** "A page about us, opening hours and a menu with prices" as its items; what only continues one stays with it. */
export function itemsOf(list: string): string[] {
  const items: string[] = [];
  for (const piece of list.split(/,\s+|;\s+/)) {
    const parts = piece.split(/\s+(?:and|as well as|plus)\s+/i);
    const before = items.at(-1);
    if (
      before &&
      !before.endsWith(closed) &&
      /\b(?:with|including|showing)\b/i.test(before) &&
      !parts.some((part) => begins(part) || /^(?:an? |the |our )/i.test(part))
    ) {
      items[items.length - 1] = `${before}, ${piece}`;
      continue;
    }
    let item = parts[0] ?? "";
    for (const next of parts.slice(1)) {
      if (
        begins(next) ||
        /^an? /i.test(next) ||
        !/\b(?:with|of|about|for|including|showing|by|where|that)\b/i.test(item)
      ) {
        items.push(item);
        item = next;
      } else item = `${item} and ${next}`;
    }
    const last = items.at(-1);
    // "projects with a title, a year and a link" lists what a project has, not pages.
    const goesOn =
      last !== undefined &&
      !last.endsWith(closed) &&
      /\b(?:with|including|showing)\b/i.test(last) &&
      !begins(item.replace(/^and /i, "")) &&
      !/^and (?:an? |the |our )/i.test(item);
    if (goesOn) items[items.length - 1] = `${last}, ${item}`;
    else items.push(item.replace(/^and /i, ""));
  }
  return items.map((item) => item.replaceAll(closed, "").trim()).filter(Boolean);
}

/** Whether words begin something new rather than go on with what was said. */
const begins = (words: string): boolean =>
  /^(?:an? |the |our |my )?(?:[\w-]+ ){0,3}(?:pages?|sections?|blog|gallery|feed|search|sitemap)\b/i.test(words) ||
  /^(?:an? |the |our |my )?(?:about|contact|opening|imprint|privacy|how to|where we|rss)\b/i.test(words) ||
  isCollection(words.split(/ (?:with|of|including|that|where) /)[0] ?? "");

/** An item as what it is and what it has: "a menu with prices and photos". */
export function partsOf(item: string): { head: string; has: string[]; count?: number } {
  const [, before = item, after = ""] =
    item.match(/^(.*?),? (?:with|including|showing|that ha(?:s|ve)|each with|where each [\w ]+? has) (.+)$/i) ?? [];
  const counted = before.match(/\b(two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,2}) (?=[a-z]+s\b)/i);
  const number = counted?.[1]?.toLowerCase() ?? "";
  const count = numbers.indexOf(number) >= 0 ? numbers.indexOf(number) : Number(number) || undefined;
  const head = (counted ? before.replace(counted[0], "") : before).replace(
    /^(?:an? |the |our |my )?(?:portfolio|list|overview|gallery|collection|selection|catalogue) of (?:(?:our|my|the|all|some) )*(?=[a-z]+(?:s|work)\b)/i,
    "",
  );
  const has = after
    .split(/,\s+(?:and )?|\s+and\s+/)
    .map((each) => each.trim())
    .filter(Boolean);
  return { head: head.trim(), has, ...(count ? { count } : {}) };
}
const numbers = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];

/** Whether an item is said to be a page, or is one that every visitor knows. */
export const isPage = (item: string): boolean =>
  /\b(?:pages?|section)\b/i.test(item) ||
  isCollection(item) ||
  topicOf(item)?.name === "index" ||
  ["About us", "About me", "Contact", "Opening hours", "How to find us", "Legal notice", "Privacy", "FAQ"].includes(
    topicOf(item)?.title ?? "",
  );
