import { type Draft, type DraftEntity, pluralWords, refer, type Wish } from "../draft.ts";
import { capital } from "../fields.ts";
import { numbersOf } from "../numbers.ts";
import { type Amount, amountIn, byName, childOf, counted, numberLike, ofChildren, settle } from "./amounts.ts";
import { type Demand, mentioned } from "./demand.ts";

const not =
  "(?:cannot|can not|can't|must not|may not|should not|shall not|can never|must never|may never|should never|never|is not allowed to|are not allowed to|does not|do not|has not to)";
const beyond =
  "(?:exceed|be (?:ever )?(?:more|higher|larger|greater|bigger|longer) than|be (?:above|over|beyond)|go (?:above|over|beyond)|rise above)";
/** "The tonnage delivered cannot exceed the tonnage of the contract." */
const exceeds = new RegExp(`^(?:the |an? )?(?<amount>.+?) ${not} ${beyond} (?<limit>.+)$`, "iu");
/** "No class may have more students than the room has seats." */
const holds = new RegExp(
  `^(?:no|an?|each|every|one|the) (?<owner>[\\p{L}-]+(?: [\\p{L}-]+)?) (?:(?:can|may|must|should)(?: only)?|${not}) (?:have|hold|take|contain|accept|carry|get|be booked (?:for|by)|receive) (?:at most |no |not )?(?:more|as many) (?<amount>[\\p{L}][\\p{L} -]*?)(?: delivered| booked| registered| enrolled)? (?:than|as) (?<limit>.+)$`,
  "iu",
);
/** "There must never be more residents in a room than it has beds." */
const there =
  /^there (?:can|may|must|should) (?:never|not) be more (?<amount>[\p{L} -]+?) (?:in|on|for|at|per|of) (?:an?|the|one|each|every) (?<owner>[\p{L}-]+(?: [\p{L}-]+)?) than (?<limit>.+)$/iu;
/** "No more bookings than that", "not more participants than the maximum", "no more bookings per class than it has places". */
const more =
  /^(?:and |with )?(?:(?:there (?:can|may|must|should) be |accept |allow )?(?:no|not) more|never more|at most as many) (?<amount>[\p{L} -]+?)(?: (?:per|for|in|on|to) (?:an?|the|each|every|one) (?<owner>[\p{L} -]+?))?(?: (?:can|may) be (?:booked|accepted|taken|made|registered|enrolled))? (?:than|as) (?<limit>.+)$/iu;
/** "A class cannot be overbooked", "no bookings for a class that is full". */
const full =
  /^(?:when |if |once |as soon as )?(?:no |the |an? |each )?(?<owner>[\p{L}-]+(?: [\p{L}-]+)??) (?:(?:cannot|must not|may not|can never|must never|should not) be overbooked|is full,? (?:no (?:more|further) (?<amount>[\p{L} -]+?) (?:can|may|are)\b.*|nobody else (?:can|may).*|it (?:cannot|can't) be booked.*))$/iu;

/** "Tonnage delivered" is that of all deliveries. */
const done =
  / (?:delivered|booked|registered|enrolled|sold|used|spent|planned|ordered|recorded)$|^(?:the )?(?:total|sum)\b/i;

const limits =
  /^(?:maximum|max|capacity|limit|places|seats|size|spaces|room|beds|spots|numberOf(?:places|seats|beds|spots|spaces))/i;

/**
 * No more than a value of the record, or of one it refers to, allows: of its own number, of what belongs to it, or of
 * what that adds up to. Held at the record, so that neither one more nor a lower limit gets past it.
 */
export const room: Demand = {
  test: /\b(?:exceed|overbooked|more .*than|above|beyond|is full|as many .* as)\b/i,
  read(draft, { text }, wish, focus) {
    if (draft.isTool) return false;
    for (const pattern of [there, holds, more, full, exceeds]) {
      const groups = text.match(pattern)?.groups;
      const { owner, amount = "", limit = "" } = groups ?? {};
      if (!groups || /\d/.test(limit)) continue;
      const told = owner === undefined ? undefined : byName(draft, owner);
      const among = told
        ? [told]
        : [
            mentioned(draft, limit.match(/ (?:of|for) (.+)$/i)?.[1] ?? ""),
            mentioned(draft, amount),
            focus.last,
            ...draft.entities,
          ];
      // The record's own number first: bookings have attendees of their own, whatever rooms have.
      for (const isOwn of done.test(amount) || / of all /i.test(amount) ? [false] : [true, false])
        for (const entity of new Set(isOwn && !told ? [...among, ...draft.entities] : among))
          if (entity && within(draft, entity, { amount, limit, isOwn }, text, wish)) return true;
    }
    return false;
  },
};

type Told = { amount: string; limit: string; isOwn: boolean };

function within(draft: Draft, entity: DraftEntity, { amount, limit, isOwn }: Told, text: string, wish: Wish): boolean {
  const most = limitOf(draft, entity, limit);
  const value = most && (isOwn ? ownNumber(entity, amount, most) : held(draft, entity, amount, most));
  if (!most || !value || value.name === most.name) return false;
  const own = entity.fields.find(({ name }) => name === most.name);
  // Room for nothing at all is no room.
  if (own && (own.min ?? 0) < 1) own.min = own.type === "decimal" || own.type === "percent" ? own.min : 1;
  const left = settle(entity, value);
  const right = settle(entity, most);
  for (const { value: made } of [...value.needs, ...most.needs]) {
    if (made.kind === "lookup") {
      const via = entity.fields.find(({ name }) => name === made.via);
      if (via) via.required = true;
    }
    if (made.kind !== "count" && made.kind !== "sum") continue;
    const child = draft.entities.find(({ name }) => name === made.of);
    if (child) refer(child, entity, { required: true });
  }
  const known = entity.rules.findIndex(
    (rule) =>
      rule.kind === "never" &&
      rule.when[0]?.field === left &&
      JSON.stringify(rule.when[0].to) === JSON.stringify({ field: right }),
  );
  if (known < 0)
    entity.rules.push({
      kind: "never",
      when: [{ field: left, op: "gt", to: { field: right } }],
      message: `${capital(text)}.`,
    });
  wish.kind = "rule";
  wish.targets
    .add(`${entity.name}~${known < 0 ? entity.rules.length - 1 : known}`)
    .add(`${entity.name}.${left}`)
    .add(`${entity.name}.${right}`);
  return true;
}

/** "Its capacity", "the seats of the room", "the room has seats", "that" (the maximum just spoken of). */
function limitOf(draft: Draft, entity: DraftEntity, phrase: string): Amount | undefined {
  const text = phrase
    .toLowerCase()
    .replace(/[.,]$/, "")
    .replace(/ (?:(?:is|are|can be|may be) )?(?:accepted|allowed|possible|taken|permitted)$/, "")
    .replace(/^(?:what )?(?:the |its |their )?(.+?) allows?$/, "$1")
    .replace(/^(?:there (?:is|are) |it has |they have |we have )/, "");
  const [, other = "", what = ""] =
    text.match(/^(?:the |its |an? )?([\p{L} -]+?) (?:has|have|offers|holds|can hold) (.+)$/u) ?? [];
  if (what !== "") return amountIn(draft, entity, `${what} of ${other}`);
  if (
    /^(?:that|this|it)?$|^(?:(?:that|this|the) (?:number|limit|maximum)|allowed|possible|(?:the |there are )?(?:places|room|space)|available|(?:places|seats) available)$/.test(
      text,
    )
  ) {
    const most = entity.fields.filter(
      ({ name, type }) =>
        type === "integer" && (limits.test(name.toLowerCase()) || /capacity|maximum|max$/i.test(name)),
    );
    return most.length === 1 && most[0] ? { name: most[0].name, needs: [] } : undefined;
  }
  return amountIn(draft, entity, text);
}

/** What must fit: the record's own number, how many belong to it, or what they add up to. */
function held(draft: Draft, entity: DraftEntity, phrase: string, most: Amount): Amount | undefined {
  const text = phrase
    .toLowerCase()
    .replace(/^(?:the |an? )?(?:total|sum) (?:number )?(?:of )?(?:the |its |all )?/, "")
    .replace(done, "");
  const isMost = limits.test(most.name.toLowerCase());
  // A budget is a limit of money: what the expenses come to, and not how many there are.
  const isMoney = entity.fields.some(({ name, type }) => name === most.name && type === "money");
  const spent = isMoney ? moneyOf(draft, entity, text) : undefined;
  if (isMoney) return spent;
  // A class without bookings of its own is filled by the one thing that belongs to it.
  if (text === "") return isMost ? onlyChild(draft, entity) : undefined;
  const things = counted(
    draft,
    entity,
    text.replace(new RegExp(` (?:of|for|in|on) (?:an? |the |each )?${entity.words.join(" ")}$`), ""),
  );
  if (things) return things;
  const children = draft.entities.filter(
    (each) => each !== entity && each.fields.some(({ target }) => target === entity.name),
  );
  const [, what, whose] =
    text.match(/^(.+) of all (?:the |its )?([\p{L}-]+)(?: (?:of|for|on|in) .+)?$/u) ??
    text.match(/^(.+?) (?:of|for) (?:the |its |all |an? )?(.+)$/) ??
    [];
  const named = whose ? byName(draft, whose) : undefined;
  if (what && named && named !== entity) return children.includes(named) ? ofChildren(entity, named, what) : undefined;
  const bare = what && named === entity ? what : text;
  const sums = children.flatMap((child) => {
    const own = child.words.join(" ");
    const sum = ofChildren(entity, child, bare.startsWith(`${own} `) ? bare.slice(own.length + 1) : bare);
    return sum ? [sum] : [];
  });
  return sums.length === 1 ? sums[0] : undefined;
}

/** What those that belong to a record come to: of those named, else of the only kind that has an amount of money. */
export function moneyOf(draft: Draft, entity: DraftEntity, phrase: string): Amount | undefined {
  const paid = draft.entities.flatMap((child) => {
    const amounts = numbersOf(draft, child).filter(({ type }) => type === "money");
    const [amount] = amounts;
    const isOf = child !== entity && child.fields.some(({ target }) => target === entity.name);
    return isOf && amount && amounts.length === 1 ? [{ child, amount }] : [];
  });
  const named = paid.find(({ child }) => new RegExp(`\\b${pluralWords(child).join(" ")}\\b`, "i").test(phrase));
  const [only, another] = paid;
  const found = named ?? (another ? undefined : only);
  return found && ofChildren(entity, found.child, found.amount.label);
}

/** A number that is typed in or worked out of the record alone. */
function ownNumber(entity: DraftEntity, phrase: string, most: Amount): Amount | undefined {
  const words = entity.words.join(" ");
  const text = phrase.toLowerCase().replace(new RegExp(` (?:of|for|in|on) (?:an? |the |each )?${words}$`), "");
  const field = text === "" ? undefined : numberLike(entity, text.replace(new RegExp(`^${words} `), ""));
  return field && field.name !== most.name ? { name: field.name, needs: [] } : undefined;
}

function onlyChild(draft: Draft, entity: DraftEntity): Amount | undefined {
  const found = childOf(draft, entity, "bookings") ?? childOf(draft, entity, "participants");
  return found && counted(draft, entity, "bookings");
}
