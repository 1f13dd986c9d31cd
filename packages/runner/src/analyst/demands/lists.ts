import type { Condition, Field } from "../../artefacts.ts";
import { addByPhrase, type Draft, type DraftEntity, pluralWords, statesOf, type Wish } from "../draft.ts";
import { camel, capital, kebab } from "../fields.ts";
import { business } from "../lexicon.ts";
import { reportOn } from "../reports.ts";
import type { Focus } from "../structure/thing.ts";
import { pairOf, standing } from "./amounts.ts";
import { type Demand, found, mentioned } from "./demand.ts";
import { dueSoon, holderOfDue, openOf, overdue } from "./due.ts";
import { filtered } from "./filtered.ts";
import { thresholdIn } from "./threshold.ts";

export const lists: Demand = {
  test: /\boverdue\b|\blate\b|\bdue\b|\bexpir(?:e|es|ed|ing|y)\b|\bending\b|\bupcoming\b|\blow (?:on )?stock\b|\bstock (?:is|gets|runs|falls)\b|\brunning (?:low|out)\b|\bout of stock\b|\breorder\b|\bavailable\b|\b(?:today|tomorrow|this week|next week|this month|next month|next \d+ days|within \d+ (?:days|weeks))\b|^(?:show|list|see|view|display|highlight|flag|warn|remind|know|check)\b|\b(?:sees?|shows?|views?|lists?|knows?|warned|checks?|listed|shown|displayed|highlighted|flagged|visible|marked|stand out|appears?)\b/i,
  read(draft, { text }, wish, focus) {
    const entity = mentioned(
      draft,
      text.replace(/^(?:the )?(?:[a-z]+ )?(?:sees?|shows?|views?|lists?|knows?) /i, (start) =>
        business.has(start.split(" ").at(-3) ?? "") ? "" : start.replace(/^.*?(\w+ )$/, "$1"),
      ),
    );
    wish.kind = "list";
    // What may not be is a rule, whatever it says of days.
    if (/\b(?:cannot|must not|may not|can only|may only|never)\b/i.test(text)) return false;
    // What must happen within some days asks for more than to see what hasn't.
    if (
      /\b(?:must|has to|have to) be (?!listed|shown|flagged|highlighted|visible|marked|displayed|seen|warned)[\p{L}]+ (?:within|in|before|by)\b/iu.test(
        text,
      )
    ) {
      wish.gap = "The records are kept, but nothing that this version builds holds by when it has to be done.";
      return true;
    }
    if (
      // "Due 14 days after the invoice date": what is past that is overdue.
      /\boverdue\b|\blate\b|\b(?:is|are|falls?) due (?:within |in )?\d+ (?:days?|weeks?|months?) (?:after|from|of) the (?!last|previous|latest)|\bshould (?:already )?have been\b|not (?:been )?(?:returned|paid|completed|done) (?:in|on) time/i.test(
        text,
      )
    )
      return overdue(draft, holderOfDue(draft, entity, focus), wish, text);
    if (
      /\b(?:low (?:on )?stock|stock (?:is|gets|runs) low|stock falls|running (?:low|out)|out of stock|reorder|below (?:the )?(?:minimum|reorder))/i.test(
        text,
      )
    )
      return lowStock(draft, entity ?? focus.last, text, wish);
    if (
      !/\b(?:overdue|due|expir\w*|remind|warn\w*|upcoming|available|free)\b/i.test(
        text.replace(/\bdue dates?\b/gi, ""),
      ) &&
      filtered(draft, entity ?? withValue(draft, text), text, wish)
    )
      return true;
    if (/\b(?:free|available)\b/i.test(text) && entity && /\bbetween\b|\bperiod\b/i.test(text)) return false;
    if (/\b(?:free|available)\b/i.test(text) && entity)
      return (
        freeToday(draft, entity, text, wish) ||
        available(draft, entity, wish) ||
        inState(draft, entity, text, wish, focus)
      );
    if (/\b(?:after|for|since|older than|more than) \d+ (?:hours?|days?|weeks?|months?|years?)\b/i.test(text))
      return false;
    const soon =
      /\bdue\b|\bending\b|\bexpir\w+|\bupcoming\b|\b(?:today|tomorrow|this week|next week|this month|next month)\b|\b(?:next|within|in) \w+ (?:days|weeks|months)\b/i.test(
        text,
      );
    if (soon && !/\bdue dates?\b/i.test(text.replace(/when .*/i, ""))) return dueSoon(draft, entity, text, wish, focus);
    if (
      /\bavailable\b|\bfree\b|\bnot (?:out|hired|rented|booked|on loan|taken)\b/i.test(text) &&
      entity &&
      available(draft, entity, wish)
    )
      return true;
    const held =
      entity && /\bwho has\b|\bwhere\b|\bwho (?:is|are)\b/i.test(text)
        ? draft.entities.find(
            (each) => each.verbs.has("return") && each.fields.some(({ target }) => target === entity.name),
          )
        : undefined;
    if (held) return inState(draft, held, "open", wish, focus);
    const byState = inState(draft, entity, text, wish, focus);
    if (byState) return true;
    const every = draft.entities.filter(
      (each) =>
        found(draft, each.words.join(" ")) &&
        new RegExp(`\\b(?:${each.words.at(-1)}|${pluralWords(each).at(-1)})\\b`, "i").test(text),
    );
    if (
      every.length === 0 ||
      /\b(?:which|who|where|that|never|without|most|least|only|not|calendar|chart|graph)\b/i.test(
        text.replace(/^(?:show|see|know|list) (?:which|who) /i, ""),
      )
    )
      return false;
    for (const each of every) {
      wish.targets.add(each.name);
      for (const other of every)
        for (const field of each.fields)
          if (field.target === other.name) wish.targets.add(`${each.name}.${field.name}`);
    }
    return true;
  },
};

/** "Readings where systolic is above 140": the record that has such a value, whatever it is called here. */
const withValue = (draft: Draft, text: string): DraftEntity | undefined => {
  const phrase = text.match(
    /\b(?:where|whose|with|who has|who have) (?:an? |the |its |their )?([\p{L}-]+(?: [\p{L}-]+)?)/iu,
  )?.[1];
  return phrase
    ? draft.entities.find(({ fields }) =>
        fields.some(({ label }) => phrase.toLowerCase().startsWith(label.toLowerCase())),
      )
    : undefined;
};

function lowStock(draft: Draft, given: DraftEntity | undefined, text: string, wish: Wish): boolean {
  const holds = (pattern: RegExp) => (each: DraftEntity | undefined) =>
    each?.fields.some(({ name }) => pattern.test(name)) ?? false;
  const all = [given, ...draft.entities];
  const entity =
    all.find((each) => holds(/quantity|stock|count/i)(each) && holds(/minimum|reorder|threshold/i)(each)) ??
    all.find(holds(/quantity|stock|count|level/i)) ??
    given;
  if (!entity) return false;
  // What follows sales and deliveries is what there is; what was typed in is what there was at first.
  const level = entity.computed.find(
    ({ name, value }) => value.kind === "combined" && /quantity|stock|count/i.test(name),
  );
  const stock: Field | undefined =
    (level && { name: level.name, label: level.label, type: "integer", required: false, unique: false }) ??
    entity.fields.find(
      ({ name, type }) =>
        ["integer", "decimal"].includes(type) &&
        /quantity|stock|count/i.test(name) &&
        !/minimum|reorder|min/i.test(name),
    ) ??
    addByPhrase(entity, "quantity");
  const limit = thresholdIn(text, entity, stock);
  const least = limit
    ? undefined
    : (entity.fields.find(({ name }) => /minimum|reorder|threshold|min/i.test(name)) ??
      addByPhrase(entity, "minimum stock", { default: 0 }));
  if (!stock) return false;
  const out = /out of stock/i.test(text);
  const when: Condition = out
    ? [{ field: stock.name, op: "lte", to: { literal: 0 } }]
    : limit
      ? [limit]
      : [{ field: stock.name, op: "lte", to: { field: least?.name ?? stock.name } }];
  const name = out ? "out-of-stock" : "low-stock";
  if (!entity.lists.some((list) => list.name === name))
    entity.lists.push({ name, label: out ? "Out of stock" : "Low stock", when, sort: stock.name });
  wish.targets.add(`${entity.name}?${name}`).add(`${entity.name}.${stock.name}`);
  return true;
}

/** What is not out: no open event of it. */
function available(draft: Draft, entity: DraftEntity, wish: Wish): boolean {
  const event = draft.entities.find(
    (each) => each.verbs.has("return") && each.fields.some((field) => field.target === entity.name),
  );
  const via = event?.fields.find((field) => field.target === entity.name);
  if (!event || !via) return false;
  const name = `${camel(pluralWords(event))}Out`;
  if (!entity.computed.some((each) => each.name === name))
    entity.computed.push({
      name,
      label: `${capital(pluralWords(event).join(" "))} out`,
      value: {
        kind: "count",
        of: event.name,
        via: via.name,
        when: [{ field: "status", op: "eq", to: { literal: "out" } }],
      },
    });
  if (!entity.lists.some((list) => list.name === "available"))
    entity.lists.push({
      name: "available",
      label: `Available ${pluralWords(entity).join(" ")}`,
      when: [{ field: name, op: "eq", to: { literal: 0 } }],
    });
  wish.targets.add(`${entity.name}?available`).add(`${entity.name}.${name}`);
  return true;
}

/** "Which boats are free today": none of what takes them for some days has today among them. */
function freeToday(draft: Draft, entity: DraftEntity, text: string, wish: Wish): boolean {
  if (!/\b(?:today|tonight|now|currently|at the moment)\b/i.test(text)) return false;
  const takers = draft.entities.flatMap((each) => {
    const via = each === entity ? undefined : each.fields.find(({ target }) => target === entity.name);
    const pair = pairOf(each, "date");
    return via && pair && !each.verbs.has("return") ? [{ each, via, pair }] : [];
  });
  const [taker, another] = takers;
  if (!taker || another || draft.isTool) return false;
  const many = pluralWords(taker.each);
  const name = camel([...many, "today"]);
  if (!entity.computed.some((each) => each.name === name))
    entity.computed.push({
      name,
      label: capital([...many, "today"].join(" ")),
      value: {
        kind: "count",
        of: taker.each.name,
        via: taker.via.name,
        when: [
          ...standing(taker.each),
          { field: taker.pair.from, op: "lte", to: { todayPlusDays: 0 } },
          { field: taker.pair.to, op: "gte", to: { todayPlusDays: 0 } },
        ],
      },
    });
  if (!entity.lists.some((list) => list.name === "free-today"))
    entity.lists.push({
      name: "free-today",
      label: `${capital(pluralWords(entity).join(" "))} free today`,
      when: [{ field: name, op: "eq", to: { literal: 0 } }],
    });
  wish.targets.add(`${entity.name}?free-today`).add(`${entity.name}.${name}`);
  return true;
}

/** "Open tickets", "unpaid invoices", "waiting for approval": the records in a state that the text names. */
function inState(draft: Draft, entity: DraftEntity | undefined, text: string, wish: Wish, focus: Focus): boolean {
  const words = text.toLowerCase();
  for (const each of [entity, focus.last, ...draft.entities]) {
    if (!each) continue;
    const values = statesOf(each)?.values ?? each.fields.find(({ name }) => name === "status")?.values ?? [];
    const value = values.find((state) => new RegExp(`\\b${state.replace(/[^a-z ]/g, ".")}\\b`).test(words));
    if (value && (!entity || entity === each)) {
      const name = kebab(value.split(" "));
      if (!each.lists.some((list) => list.name === name))
        each.lists.push({
          name,
          label: `${capital(value)} ${pluralWords(each).join(" ")}`,
          when: [{ field: "status", op: "eq", to: { literal: value } }],
        });
      wish.targets.add(`${each.name}?${name}`);
      return true;
    }
    if (
      /\b(?:open|outstanding|unfinished|pending|waiting|unresolved|unpaid|undone|active|unreturned|unapproved)\b/.test(
        words,
      ) &&
      (!entity || entity === each) &&
      openOf(each).length > 0
    ) {
      if (!each.lists.some((list) => list.name === "open"))
        each.lists.push({ name: "open", label: `Open ${pluralWords(each).join(" ")}`, when: openOf(each) });
      wish.targets.add(`${each.name}?open`);
      return true;
    }
    const flag = each.fields.find(
      ({ type, name }) => type === "boolean" && new RegExp(`\\b(?:not |un)?${name.toLowerCase()}\\b`).test(words),
    );
    if (flag && (!entity || entity === each)) {
      const wanted = !new RegExp(`\\b(?:not |un)${flag.name.toLowerCase()}\\b`).test(words);
      const name = kebab([wanted ? "" : "not", flag.name].filter(Boolean));
      if (!each.lists.some((list) => list.name === name))
        each.lists.push({
          name,
          label: `${capital(pluralWords(each).join(" "))}: ${wanted ? "" : "not "}${flag.label.toLowerCase()}`,
          when: [{ field: flag.name, op: "eq", to: { literal: wanted } }],
        });
      wish.targets.add(`${each.name}?${name}`);
      return true;
    }
  }
  return false;
}

export const report: Demand = {
  test: /^(?:the )?[\p{L}-]+(?: [\p{L}-]+){0,3} per (?!(?:hour|day|night|week|month|year|unit|item|piece|page|person a)\b)[\p{L}-]+|\b(?:totals?|sum|average|mean|count|number of|how many|how much|revenue|turnover|income|spend(?:ing)?|statistics?|reports?|summary|summar\w+|breakdown)\b|^(?:(?:the |all )?[a-z]+ )?(?:see|show|view|know|calculate)s?\b.*\b(?:per|for each|for every|grouped by|broken down by) (?!(?:hour|day|night|unit|item|piece|page)\b)/iu,
  read(draft, clause, wish, focus) {
    const [, shown = "", figures] =
      clause.text.match(/^(.+?),? and (?:the |also )?((?:totals?|number|average|sum|count|how) .+)$/i) ??
      clause.text.match(
        /^(.+? (?:per|by|for each) [a-z]+(?: [a-z]+)?),? and (?:the |also )?(.+? (?:per|by|for each) .+)$/i,
      ) ??
      [];
    const alsoFigures = shown.match(/\b(?:per|for each|for every)\b/i);
    if (figures !== undefined && alsoFigures)
      return (
        reportOn(draft, shown, wish, focus, mentioned(draft, shown)) &&
        reportOn(draft, figures, wish, focus, mentioned(draft, figures))
      );
    if (figures === undefined) return reportOn(draft, clause.text, wish, focus, mentioned(draft, clause.text));
    return (
      lists.read(draft, { ...clause, text: shown }, wish, focus) &&
      reportOn(draft, figures, wish, focus, mentioned(draft, figures))
    );
  },
};
