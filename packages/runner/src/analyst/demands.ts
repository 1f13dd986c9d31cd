import type * as z from "zod";
import type { Comparison, Condition, Field } from "../artefacts.ts";
import type { Clause } from "./clauses.ts";
import {
  addByPhrase,
  addField,
  amountOf,
  type Draft,
  type DraftEntity,
  dueOf,
  findEntity,
  pluralWords,
  refer,
  statesOf,
  stillOpen,
  type Wish,
} from "./draft.ts";
import { attributeOf, camel, capital, isPerson, kebab } from "./fields.ts";
import { business, notRecords, staff } from "./lexicon.ts";
import { reportOn } from "./reports.ts";
import { type Focus, orderDates, splitList, thingIn } from "./structure.ts";
import { infinitive, singular, tokensOf } from "./tokens.ts";

/** What a clause asks of records that exist by then: rules, lists, search, sign-in. Reports have their own file. */
export type Demand = { test: RegExp; read: (draft: Draft, clause: Clause, wish: Wish, focus: Focus) => boolean };

const found = (draft: Draft, phrase: string): DraftEntity | undefined => {
  const thing = thingIn(tokensOf(phrase.replace(/‹[^›]*›/g, "")));
  return thing && findEntity(draft, thing.words);
};

/** The entity whose name occurs in a text; the longest name wins, then the first place. */
function mentioned(draft: Draft, text: string): DraftEntity | undefined {
  const words = text
    .toLowerCase()
    .split(/[^\p{L}\d-]+/u)
    .map(singular);
  const at = (entity: DraftEntity) =>
    words.findIndex((_, index) => entity.words.every((word, step) => words[index + step] === word));
  const byName = draft.entities
    .map((entity) => ({ entity, at: at(entity) }))
    .filter((each) => each.at >= 0)
    .sort((a, b) => b.entity.words.length - a.entity.words.length || a.at - b.at)[0]?.entity;
  return byName ?? words.map((word) => findEntity(draft, [word])).find((each) => each !== undefined);
}

// Sign-in

const signIn: Demand = {
  test: /\b(?:sign|log)(?:s|ged|ging)?[ -]?(?:in|on)\b|\blogins?\b|\bpasswords?\b|\buser accounts?\b|\bauthenticat\w+|\bonly (?:the |an? )?[a-z]+(?:s|staff)? (?:can|may|should|must|are allowed|is allowed|see|sees|approve|approves|edit|delete)\b|\b(?:access|user) (?:rights|roles)\b|\bpermissions?\b|\broles?:|\bprotected\b/i,
  read(draft, { text }, wish) {
    draft.signIn = true;
    wish.kind = "role";
    wish.targets.add("access");
    const only = text.match(
      /\bonly (?:the |an? )?([a-z]+) (?:can |may |should |must |are allowed to |is allowed to )?(.+)$/i,
    );
    const who = only?.[1] && singular(only[1].toLowerCase());
    if (who && only?.[2]) {
      draft.roles.add(who);
      const verbs = only[2].split(/\s+(?:and|or)\s+|,\s*|\s+/).map((word) => infinitive(word.toLowerCase()));
      const entity = mentioned(draft, only[2]);
      const threshold = entity && thresholdIn(text, entity);
      let any = false;
      for (const each of entity ? [entity] : draft.entities)
        for (const verb of verbs)
          if (each.verbs.has(verb)) {
            any = true;
            wish.targets.add(`${each.name}!${verb}`);
            if (threshold && entity) {
              each.rules.push({
                kind: "moveNeedsRole",
                action: verb,
                when: [threshold],
                roles: [who],
                message: `${capital(text)}.`,
              });
              wish.targets.add(`${each.name}~${each.rules.length - 1}`);
            } else each.verbs.get(verb)?.add(who);
          }
      if (!any) wish.gap = "People sign in, but this restriction of what each may do is not enforced by this version.";
    }
    for (const role of text.match(/\broles?:? (.+)$/i)?.[1]?.split(/,\s*(?:and )?|\s+and\s+|¦/) ?? []) {
      const word = singular(
        role
          .replace(/[^a-z ]/gi, "")
          .trim()
          .toLowerCase(),
      );
      if (/^[a-z]+(?: [a-z]+)?$/.test(word) && word.split(" ").length <= 2) draft.roles.add(kebab(word.split(" ")));
    }
    for (const word of text
      .toLowerCase()
      .split(/[^a-z]+/)
      .map(singular))
      if (staff.has(word) && !["user", "team", "office"].includes(word)) draft.roles.add(word);
    return true;
  },
};

// Rules

const comparisons: readonly (readonly [RegExp, "gt" | "gte" | "lt" | "lte"])[] = [
  [
    /\b(?:over|above|more than|exceed(?:s|ing)?|greater than|higher than|larger than|bigger than|longer than)\s+(?:[€$£]|eur |usd |gbp )?([\d.,]+)(k|%)?/i,
    "gt",
  ],
  [
    /\b(?:under|below|less than|lower than|fewer than|shorter than|smaller than)\s+(?:[€$£]|eur )?([\d.,]+)(k|%)?/i,
    "lt",
  ],
  [/\b(?:at least|from|minimum(?: of)?|no less than|not less than)\s+(?:[€$£]|eur )?([\d.,]+)(k|%)?/i, "gte"],
  [
    /\b(?:at most|up to|maximum(?: of)?|no more than|not more than|not exceed(?:ing)?)\s+(?:[€$£]|eur )?([\d.,]+)(k|%)?/i,
    "lte",
  ],
];

/** "over 500" as a comparison of the record's amount, in its smallest units. */
function thresholdIn(text: string, entity: DraftEntity, given?: Field): z.infer<typeof Comparison> | undefined {
  for (const [pattern, op] of comparisons) {
    const match = text.match(pattern);
    if (!match?.[1]) continue;
    const number = Number(match[1].replace(/,(?=\d{3}\b)/g, "").replace(/[.,]$/, "")) * (match[2] === "k" ? 1_000 : 1);
    if (!Number.isFinite(number) || number > 1e12) return undefined;
    const lasting = /\b(?:longer|shorter) than\b/i.test(text)
      ? entity.fields.find(
          ({ name, type }) => ["integer", "decimal"].includes(type) && /length|duration|minutes|hours|days/i.test(name),
        )
      : undefined;
    const field =
      given ??
      lasting ??
      entity.fields.find(
        ({ name, label, type }) =>
          ["money", "integer", "decimal", "percent"].includes(type) &&
          new RegExp(`\\b(?:${label.replace(/[^\p{L}\d ]/gu, ".")}|${name})\\b`, "iu").test(text),
      ) ??
      amountOf(entity) ??
      addByPhrase(entity, "amount");
    return (
      field && { field: field.name, op, to: { literal: field.type === "money" ? Math.round(number * 100) : number } }
    );
  }
  return undefined;
}

const requiredWhen: Demand = {
  test: /\b(?:over|above|under|below|more than|less than|at least|exceed\w*|(?:great|long|short|high|low|larg|bigg|small)er than|fewer than)\s+(?:[€$£])?[\d.,]+.*\b(?:needs?|requires?|must|has to|have to|should)\b/i,
  read(draft, { text }, wish, focus) {
    const match = text.match(
      /^(?:if |when )?(.+?) (?:needs?|requires?|must(?: have| include| contain| give| state)?|ha(?:s|ve) to (?:have|include)|should (?:have|include))(?: to (?:have|give))? (.+)$/i,
    );
    const entity = match?.[1] && (mentioned(draft, match[1]) ?? holderOf(draft, match[1]) ?? focus.last);
    if (!match?.[1] || !match[2] || !entity) return false;
    const when = thresholdIn(match[1], entity);
    if (!when) return false;
    const wanted = match[2].replace(/^(?:an?|the|their|its) /i, "");
    const approval = wanted.match(
      /^(?:(?:approval|permission|sign-off|confirmation)(?: (?:of|by|from) (?:an? |the )?([a-z]+))?|(?:be )?approved(?: by (?:an? |the )?([a-z]+))?|([a-z]+?)(?:'s)? approval)$/i,
    );
    if (approval)
      return needsRole(draft, entity, "approve", [when], approval[1] ?? approval[2] ?? approval[3], text, wish);
    if (wanted.split(" ").length > 5) return false;
    const field = addByPhrase(entity, wanted, { required: false });
    if (!field) return false;
    field.required = false;
    entity.rules.push({ kind: "requiredWhen", field: field.name, when: [when], message: `${capital(text)}.` });
    for (const target of [
      `${entity.name}~${entity.rules.length - 1}`,
      `${entity.name}.${field.name}`,
      `${entity.name}.${when.field}`,
    ])
      wish.targets.add(target);
    wish.kind = "rule";
    return true;
  },
};

/** "Supervisors approve costs above 500": from there on the move is theirs; without sign-in it is at least a decision. */
const approvesAbove: Demand = {
  test: /\b(?:approves?|signs? off|confirms?|authori[sz]es?|accepts?)\b.*\b(?:over|above|more than|exceed\w*|greater than)\s+[€$£]?\d/i,
  read(draft, { text }, wish, focus) {
    const match = text.match(
      /^(?:only )?(?:the |an? )?([a-z]+(?: [a-z]+)?) (?:must |have to |has to |should |can |may )?(approves?|signs? off|confirms?|authori[sz]es?|accepts?) (?:on )?(.+)$/i,
    );
    if (!match?.[1] || !match[3]) return false;
    const entity = mentioned(draft, match[3]) ?? holderOf(draft, match[3]) ?? focus.last;
    if (!entity) return false;
    const noun = match[3].replace(/ (?:over|above|more than|exceed\w*|greater than).*$/i, "");
    const value = findEntity(draft, [noun]) === entity ? undefined : attributeOf(singular(noun));
    const field =
      value && ["money", "integer", "decimal"].includes(value.field.type)
        ? addField(entity, { ...value.field, required: false })
        : undefined;
    const when = thresholdIn(text, entity, field);
    return (
      when !== undefined && needsRole(draft, entity, "approve", [when], singular(match[1].toLowerCase()), text, wish)
    );
  },
};

function needsRole(
  draft: Draft,
  entity: DraftEntity,
  verb: string,
  when: Condition,
  role: string | undefined,
  text: string,
  wish: Wish,
): boolean {
  if (!entity.verbs.has(verb)) entity.verbs.set(verb, new Set());
  const who = role && kebab(role.toLowerCase().split(" ").map(singular));
  entity.lists.push({
    name: "to-approve",
    label: `${capital(pluralWords(entity).join(" "))} to approve`,
    when: [...when, { field: "status", op: "eq", to: { literal: statesOf(entity)?.initial ?? "pending" } }],
  });
  wish.targets.add(`${entity.name}?to-approve`).add(`${entity.name}!${verb}`);
  wish.kind = "rule";
  if (who) {
    draft.roles.add(who);
    entity.rules.push({ kind: "moveNeedsRole", action: verb, when, roles: [who], message: `${capital(text)}.` });
    wish.targets.add(`${entity.name}~${entity.rules.length - 1}`);
  }
  return true;
}

/** "Rejected requests need a comment", "a cancelled order must have a reason". */
const requiredInState: Demand = {
  test: /^(?:an? |every |all |each |when |if )?.*\b(?:needs?|requires?|must (?:have|include|give|state))\b|^(?:reject|cancel|declin|clos|return|approv)ing\b.*\b(?:needs?|requires?)\b/i,
  read(draft, { text }, wish, focus) {
    const match = text.match(
      /^(.+?),? (?:needs?|requires?|must (?:have|include|give|state))(?: to have)? (?:an? |the )?([a-z ]+)$/i,
    );
    if (!match?.[1] || !match[2] || match[2].split(" ").length > 4) return false;
    const entity = mentioned(draft, match[1]) ?? focus.last;
    if (!entity) return false;
    const states = statesOf(entity)?.values ?? entity.fields.find(({ name }) => name === "status")?.values ?? [];
    const state = match[1]
      .toLowerCase()
      .split(/[^a-z-]+/)
      .map((word) =>
        states.includes(word)
          ? word
          : states.find((each) => word.endsWith("ing") && infinitive(each) === infinitive(word)),
      )
      .find((each) => each !== undefined);
    const attribute = attributeOf(match[2]);
    if (!attribute) return false;
    const other = findEntity(draft, attribute.words);
    const field =
      other && other !== entity
        ? refer(entity, other, { required: state === undefined })
        : addField(entity, { ...attribute.field, required: state === undefined });
    if (!field) return false;
    wish.kind = "rule";
    wish.targets.add(`${entity.name}.${field.name}`);
    if (state === undefined) {
      field.required = true;
      return true;
    }
    entity.rules.push({
      kind: "requiredWhen",
      field: field.name,
      when: [{ field: "status", op: "eq", to: { literal: state } }],
      message: `${capital(text)}.`,
    });
    wish.targets.add(`${entity.name}~${entity.rules.length - 1}`);
    return true;
  },
};

const requiredOrUnique: Demand = {
  test: /\b(?:is|are|must be|should be|has to be|have to be) (?:always )?(?:required|mandatory|compulsory|unique|filled in|given)\b|\bno two\b|\bcannot be (?:empty|blank|missing|left (?:out|empty|blank))\b|\bmust not be (?:empty|blank|missing)\b/i,
  read(draft, { text }, wish, focus) {
    const same = text.match(
      /\bno two (.+?) (?:can |may |should |must |ever )*(?:have|share|use|carry|with)(?: the)?(?: same)? (.+)$/i,
    );
    const plain = text.match(
      /^(?:the |an? |each |every )?(.+?) (?:is|are|must be|should be|has to be|have to be|cannot be|must not be)\b/i,
    );
    const phrase = same?.[2] ?? plain?.[1];
    if (!phrase) return false;
    const owner =
      same?.[1] ??
      phrase.match(/\b(?:of|for) (?:an? |the |each |every |all )?(.+)$/i)?.[1] ??
      phrase.match(/^([a-z]+)(?:'s)? /i)?.[1] ??
      phrase;
    const entity = found(draft, owner) ?? mentioned(draft, text) ?? holderOf(draft, phrase) ?? focus.last;
    if (!entity) return false;
    const isUnique = same !== null || /unique/i.test(text);
    let any = false;
    for (const item of splitList(phrase.replace(/ (?:of|for) .+$/i, ""))) {
      const own = item.replace(
        new RegExp(`^(?:an? |the |each |every )?${entity.words.join(" ")}s?(?:'s?)? (?=.)`, "i"),
        "",
      );
      const attribute = attributeOf(own);
      const field = attribute && (fieldLike(entity, attribute.words) ?? addField(entity, attribute.field));
      if (!field) continue;
      if (isUnique && ["text", "email", "phone", "url", "integer", "date", "longText"].includes(field.type)) {
        if (field.type === "longText") field.type = "text";
        field.unique = true;
      } else if (isUnique) {
        entity.rules.push({ kind: "exclusive", fields: [field.name], when: [], message: `${capital(text)}.` });
        wish.targets.add(`${entity.name}~${entity.rules.length - 1}`);
      } else field.required = true;
      wish.targets.add(`${entity.name}.${field.name}`);
      any = true;
    }
    wish.kind = "rule";
    return any;
  },
};

const bounded: Demand = {
  test: /\b(?:must|should|can|cannot|may|has to|have to|is|are|always)\b(?: only| not| always)* be(?:tween)?\b.*\d|\bbetween \d+ and \d+|\b(?:must|should|has to|have to)(?: always)? be (?:positive|greater than zero|a positive)|\b(?:cannot|must not|never|can never) be negative|\b(?:at least|at most|no more than|minimum|maximum|up to)\b.*\d|\b(?:cannot|must not|may not) (?:be in the (?:past|future)|exceed|be (?:more|less|over|above|under|below))/i,
  read(draft, { text }, wish, focus) {
    const match = text.match(
      /^(?:the |an? |each |every )?(.+?) (?:must|should|can|cannot|may|has to|have to|is|are|never|may not|can never)\b/i,
    );
    if (!match?.[1]) return false;
    const owner =
      match[1].match(/\b(?:of|for) (?:an? |the |each |every |all )?(.+)$/i)?.[1] ??
      match[1].match(/^([a-z]+)(?:'s)? /i)?.[1] ??
      "";
    const entity = found(draft, owner) ?? holderOf(draft, match[1]) ?? focus.last;
    if (!entity) return false;
    const own = match[1]
      .replace(/ (?:of|for) .+$/i, "")
      .replace(new RegExp(`^${entity.words.join(" ")}s?(?:'s?)? (?=.)`, "i"), "");
    const attribute = attributeOf(own);
    const field = attribute && fieldLike(entity, attribute.words);
    if (!field) return false;
    wish.kind = "rule";
    if (["date", "dateTime"].includes(field.type) && /in the (past|future)/i.test(text)) {
      const past = /in the past/i.test(text);
      const not = /cannot|not|never/i.test(text);
      entity.rules.push({
        kind: "never",
        when: [{ field: field.name, op: past === not ? "lt" : "gt", to: { todayPlusDays: 0 } }],
        message: `${capital(text)}.`,
      });
      wish.targets.add(`${entity.name}~${entity.rules.length - 1}`);
      return true;
    }
    if (!["integer", "decimal", "money", "percent"].includes(field.type)) {
      if (field.type !== "text") return false;
      field.type = "integer";
    }
    const scale = field.type === "money" ? 100 : 1;
    const step = field.type === "decimal" || field.type === "percent" ? 0.01 : 1;
    const range = text.match(/between ([\d.]+) and ([\d.]+)|from ([\d.]+) to ([\d.]+)/i);
    const low = range?.[1] ?? range?.[3];
    const high = range?.[2] ?? range?.[4];
    if (low && high) {
      field.min = Number(low) * scale;
      field.max = Number(high) * scale;
    } else if (/negative/i.test(text)) field.min = 0;
    else if (/positive|greater than zero/i.test(text)) field.min = step;
    else {
      const limit = thresholdIn(text, entity, field);
      const literal = limit?.to && "literal" in limit.to ? Number(limit.to.literal) : Number.NaN;
      if (!limit || !Number.isFinite(literal)) return false;
      const not = /\b(?:cannot|not|never)\b(?! (?:more|less) than)/i.test(text) && !/no (?:more|less)/i.test(text);
      if (limit.op === "gte") field.min = literal;
      else if (limit.op === "lte") field.max = literal;
      else if ((limit.op === "gt") === not) field.max = not ? literal : literal - step;
      else field.min = not ? literal : literal + step;
    }
    if (field.min !== undefined && field.max !== undefined && field.min > field.max) return false;
    wish.targets.add(`${entity.name}.${field.name}`);
    return true;
  },
};

const ordered: Demand = {
  test: /\b(?:must|should|cannot|has to|is|are|can)\b.*\b(?:be |come |lie |fall |happen )?(?:on or )?(?:after|before|later than|earlier than)\b|\bend after (?:it|they) starts?\b/i,
  read(draft, { text }, wish, focus) {
    const match = text.match(
      /^(?:the |an? |each |every )?(.+?) (?:must|should|cannot|has to|is|are|can)( not)?(?: only)?(?: be| come| lie| fall)?( on or)? (after|before|later than|earlier than) (?:the |its |their )?(.+)$/i,
    );
    if (!match?.[1] || !match[5]) return false;
    for (const entity of [holderOf(draft, match[1]), mentioned(draft, text), focus.last, ...draft.entities]) {
      if (!entity) continue;
      const one = fieldLike(entity, attributeOf(match[1].replace(/^.+?'s /, "").replace(/ of .+$/, ""))?.words ?? []);
      const two = fieldLike(entity, attributeOf(match[5])?.words ?? []);
      if (!one || !two || one === two || one.type !== two.type || !["date", "dateTime", "time"].includes(one.type))
        continue;
      const not = match[2] !== undefined || /cannot/i.test(text);
      const oneFirst = /before|earlier/.test(match[4] ?? "") !== not;
      orderDates(entity, oneFirst ? one.name : two.name, oneFirst ? two.name : one.name, wish);
      const rule = entity.rules.at(-1);
      if (rule?.kind === "order" && !not && match[3] === undefined) rule.allowEqual = false;
      if (rule?.kind === "order") rule.message = `${capital(text)}.`;
      wish.kind = "rule";
      return true;
    }
    return false;
  },
};

const exclusive: Demand = {
  test: /\bsame .*\btwice\b|\b(?:once|one|twice|two|same) .*\b(?:at a time|at the same time|at once)\b|\b(?:can|may|is allowed to) \w+ .*\bonly once\b|\bonce only\b|\bdouble[- ]book\w*|\b(?:cannot|must not|may not|never|can not|can never) (?:be )?(?:\w+ )?twice\b|\bonly (?:one|once)\b.*\bat a time\b|\boverlap\w*\b|\balready (?:out|hired|rented|booked|borrowed|lent|taken|reserved|on loan)\b/i,
  read(draft, { text }, wish, focus) {
    const pair = draft.entities.find((each) => {
      const named = each.fields.filter(
        (field) =>
          field.type === "reference" &&
          draft.entities.some(
            (other) =>
              other.name === field.target &&
              new RegExp(`\\b(?:${other.words.at(-1)}|${pluralWords(other).at(-1)})\\b`, "i").test(text),
          ),
      );
      return named.length > 1 && /\btwice\b|\bonly once\b|\bonce only\b/i.test(text);
    });
    if (pair) {
      const both = pair.fields.filter(({ type, required }) => type === "reference" && required).map(({ name }) => name);
      pair.rules.push({ kind: "exclusive", fields: both, when: [], message: `${capital(text)}.` });
      wish.targets.add(`${pair.name}~${pair.rules.length - 1}`);
      wish.kind = "rule";
      return both.length > 1;
    }
    const thing = mentioned(draft, text);
    const event =
      thing &&
      draft.entities.find(
        (each) =>
          each !== thing &&
          each.fields.some((field) => field.target === thing.name) &&
          (each.verbs.has("return") ||
            each.isEvent ||
            each.fields.some(({ type }) => ["date", "dateTime"].includes(type))),
      );
    const holder = event ?? (focus.last?.fields.some(({ type }) => type === "reference") ? focus.last : undefined);
    const by = holder?.fields.find((field) => field.type === "reference" && field.target === thing?.name);
    if (!holder || !by) return false;
    const out = holder.verbs.has("return");
    const times = holder.fields.filter(({ type }) => ["date", "dateTime", "time"].includes(type));
    if (!out && times.length === 0) return false;
    if (!out && times.filter(({ type }) => type === "date").length > 1) return false;
    holder.rules.push({
      kind: "exclusive",
      fields: out ? [by.name] : [by.name, ...times.map(({ name }) => name)],
      when: out ? [{ field: "status", op: "eq", to: { literal: "out" } }] : [],
      message: `${capital(text)}.`,
    });
    wish.kind = "rule";
    wish.targets.add(`${holder.name}~${holder.rules.length - 1}`);
    if (!out)
      draft.assumptions.add(
        `“${text}” is read as: never the same ${[by, ...times].map(({ label }) => label.toLowerCase()).join(" and ")} twice.`,
      );
    return true;
  },
};

// Search

const search: Demand = {
  test: /\b(?:search(?:able|es|ing)?|filter(?:ed|s|able|ing)?|look(?:ed)? up|find)\b/i,
  read(draft, { text }, wish, focus) {
    const match = text.match(
      /\b(?:search(?:able|es|ing)?|filter(?:ed|s|able|ing)?|look(?:ed)? up|find)\b ?(?:for |in |through |the |all |an? )*(.*?)(?:\b(?:by|on|using|via|with) (.+))?$/i,
    );
    const before = text.slice(0, match?.index ?? 0);
    const named = splitList(match?.[1] ?? "")
      .map((item) => found(draft, item))
      .filter((each) => each !== undefined);
    const subject =
      before && !/^(?:i|we|you|staff|people|users?)\b/i.test(before)
        ? mentioned(draft, before.replace(/\b(?:can|are|is|be)\b.*/i, ""))
        : undefined;
    const keys = match?.[2] ? splitList(match[2]) : [];
    const whose =
      named.length > 0
        ? named
        : /\b(?:searchable|filtered|filterable|searched|found|looked up)\b/i.test(text) && subject
          ? [subject]
          : [];
    wish.kind = "search";
    if (keys.length === 0) {
      for (const entity of whose.length > 0 ? whose : draft.entities) wish.targets.add(entity.name);
      return wish.targets.size > 0;
    }
    for (const key of keys) {
      const words = attributeOf(key)?.words ?? [];
      const other = findEntity(draft, words);
      let met = false;
      for (const entity of whose.length > 0 ? whose : draft.entities) {
        const place = placeOf(entity, words, other);
        if (place === undefined) continue;
        entity.search.add(place);
        wish.targets.add(entity.name);
        met = true;
      }
      if (other && whose.length === 0 && focus.listed.includes(other)) {
        // What was listed with it but is not tied to it yet: it has to be, to be found by it.
        for (const entity of focus.listed)
          if (
            entity !== other &&
            placeOf(entity, words, other) === undefined &&
            refer(entity, other, { required: false })
          ) {
            entity.search.add(other.words.length > 0 ? camel(other.words) : "");
            wish.targets.add(entity.name);
          }
      }
      if (met) continue;
      const entity = whose[0] ?? focus.last ?? draft.entities[0];
      const made =
        entity &&
        (other && other !== entity
          ? refer(entity, other, { required: false })
          : addByPhrase(entity, key, { required: false }));
      if (!entity || !made) return false;
      entity.search.add(made.name);
      wish.targets.add(entity.name);
    }
    return wish.targets.size > 0;
  },
};

function placeOf(entity: DraftEntity, words: readonly string[], other: DraftEntity | undefined): string | undefined {
  if (other === entity) return "";
  if (other) return entity.fields.find((field) => field.target === other.name)?.name;
  return fieldLike(entity, words)?.name;
}

// Lists

const lists: Demand = {
  test: /\boverdue\b|\blate\b|\bdue\b|\bexpir(?:e|es|ed|ing|y)\b|\bending\b|\bupcoming\b|\blow (?:on )?stock\b|\bstock (?:is|gets|runs|falls)\b|\brunning (?:low|out)\b|\bout of stock\b|\breorder\b|\bavailable\b|\b(?:today|tomorrow|this week|next week|this month|next month|next \d+ days|within \d+ (?:days|weeks))\b|^(?:show|list|see|view|display|highlight|flag|warn|remind|know|check)\b|\b(?:sees?|shows?|views?|lists?|knows?|warned|checks?)\b/i,
  read(draft, { text }, wish, focus) {
    const entity = mentioned(
      draft,
      text.replace(/^(?:the )?(?:[a-z]+ )?(?:sees?|shows?|views?|lists?|knows?) /i, (start) =>
        business.has(start.split(" ").at(-3) ?? "") ? "" : start.replace(/^.*?(\w+ )$/, "$1"),
      ),
    );
    wish.kind = "list";
    if (
      /\boverdue\b|\blate\b|past (?:its|their|the) (?:due|return)|not (?:been )?(?:returned|paid|completed|done) (?:in|on) time/i.test(
        text,
      )
    )
      return overdue(draft, holderOfDue(draft, entity, focus), wish);
    if (
      /\b(?:low (?:on )?stock|stock (?:is|gets|runs) low|stock falls|running (?:low|out)|out of stock|reorder|below (?:the )?(?:minimum|reorder))/i.test(
        text,
      )
    )
      return lowStock(draft, entity ?? focus.last, text, wish);
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

function holderOfDue(draft: Draft, entity: DraftEntity | undefined, focus: Focus): DraftEntity | undefined {
  const due = (each: DraftEntity | undefined) => each && dueOf(each) !== undefined;
  if (due(entity)) return entity;
  const near =
    entity &&
    draft.entities.find(
      (each) => due(each) && each.fields.some((field) => field.target === entity.name) && statesOf(each) !== undefined,
    );
  if (near) return near;
  if (entity) return entity;
  if (due(focus.last)) return focus.last;
  return (
    draft.entities.find((each) => due(each) && (each.isEvent || statesOf(each) !== undefined)) ??
    draft.entities.find(due) ??
    draft.entities.find((each) => each.isEvent) ??
    focus.last
  );
}

function overdue(draft: Draft, entity: DraftEntity | undefined, wish: Wish): boolean {
  if (!entity) return false;
  const due = dueOf(entity) ?? addByPhrase(entity, "due date");
  if (!due) return false;
  if (!statesOf(entity) && !entity.fields.some(({ name }) => name === "status")) {
    entity.verbs.set(entity.isEvent ? "return" : "complete", new Set());
    draft.assumptions.add(
      `A ${entity.words.join(" ")} is overdue after its ${due.label.toLowerCase()} until it is marked as ${entity.isEvent ? "returned" : "completed"}.`,
    );
  }
  if (!entity.computed.some(({ name }) => name === "overdue")) {
    entity.computed.push({
      name: "overdue",
      label: "Overdue",
      value: { kind: "condition", when: [...openOf(entity), { field: due.name, op: "lt", to: { todayPlusDays: 0 } }] },
    });
    entity.lists.push({
      name: "overdue",
      label: `Overdue ${pluralWords(entity).join(" ")}`,
      when: [{ field: "overdue", op: "eq", to: { literal: true } }],
      sort: due.name,
    });
  }
  wish.targets.add(`${entity.name}?overdue`).add(`${entity.name}.overdue`);
  return true;
}

const openOf = (entity: DraftEntity): Condition => {
  if (statesOf(entity)) return stillOpen(entity);
  const status = entity.fields.find(({ name }) => name === "status");
  const done =
    status?.values?.filter((value) =>
      /^(?:done|closed|completed?|finished|returned|paid|resolved|cancelled|delivered|sold)$/.test(value),
    ) ?? [];
  return done.map((value): z.infer<typeof Comparison> => ({ field: "status", op: "ne", to: { literal: value } }));
};

const numbers = new Map(
  Object.entries({
    a: 1,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    ten: 10,
    fourteen: 14,
    thirty: 30,
    coming: 7,
    few: 3,
    couple: 2,
    next: 1,
  }),
);

function daysIn(text: string): { days: number; from?: number } {
  const some = text.match(/\b(\d+|[a-z]+) (day|week|month|year)s?\b/i);
  if (/\btoday\b/i.test(text)) return { days: 0 };
  if (/\btomorrow\b/i.test(text)) return { days: 1, from: 1 };
  const count = some?.[1] ? (numbers.get(some[1].toLowerCase()) ?? Number(some[1])) : Number.NaN;
  const unit = { day: 1, week: 7, month: 30, year: 365 }[(some?.[2] ?? "").toLowerCase() as "day"];
  if (unit && /\b(?:this|next|coming) (?:week|month|year)\b/i.test(text)) return { days: unit };
  return { days: Number.isFinite(count) && unit ? Math.min(3_650, count * unit) : /upcoming/i.test(text) ? 3_650 : 14 };
}

/** What falls due soon: in the days that the text gives, or in the next fortnight and before. */
function dueSoon(draft: Draft, entity: DraftEntity | undefined, text: string, wish: Wish, focus: Focus): boolean {
  const what = text.match(
    /\b(?:when|if|that|which|what|whose) (?:an? |the |its |their |any )?([a-z ]+?)(?:'s)? (?:is|are|becomes?|comes?|falls?|will be|has|expires?|runs? out)\b/i,
  )?.[1];
  const phrase = what && !/^(?:is|it|they|what)$/i.test(what) && !found(draft, what) ? what : undefined;
  const direct = text
    .match(/\b(?:expired|expiring|upcoming|due) ([a-z]+(?: [a-z]+)?)(?: (?:should|must|are|is|will|need)\b.*)?$/i)?.[1]
    ?.replace(/^(?:items?|things|ones|records|entries)$/i, "");
  const plain =
    phrase ??
    (direct && !found(draft, direct) && !/^(?:soon|today|this|next|in|within|on)\b/i.test(direct)
      ? singular(direct)
      : undefined);
  const words = plain ? (attributeOf(plain)?.words ?? []) : [];
  const byField = plain
    ? draft.entities.find((each) =>
        each.fields.some(
          (field) =>
            ["date", "dateTime"].includes(field.type) && words.some((word) => field.name.toLowerCase().includes(word)),
        ),
      )
    : undefined;
  const holder =
    byField ??
    (entity && (dueOf(entity) || !plain) ? (dueOf(entity) ? entity : holderOfDue(draft, entity, focus)) : entity) ??
    (plain ? (focus.listed[0] ?? focus.last) : holderOfDue(draft, undefined, focus));
  if (!holder) return false;
  const own = byField?.fields.find(
    (field) =>
      ["date", "dateTime"].includes(field.type) && words.some((word) => field.name.toLowerCase().includes(word)),
  );
  const date =
    own ??
    (plain && !notRecords.has(words.at(-1) ?? "")
      ? addByPhrase(holder, `next ${words.join(" ")} date`.replace(/^next (next|.*(?:expiry|deadline|due))/, "$1"), {
          required: false,
        })
      : undefined) ??
    dueOf(holder) ??
    addByPhrase(holder, /expir/i.test(text) ? "expiry date" : "due date", { required: false });
  if (!date) return false;
  const { days, from } = daysIn(text);
  const past = /\bexpired\b/i.test(text);
  const inside = /\b(?:upcoming|today|tomorrow|this week|next week|this month|next month)\b/i.test(text);
  const when: Condition = past
    ? [{ field: date.name, op: "lt", to: { todayPlusDays: 0 } }]
    : [
        ...(inside
          ? [{ field: date.name, op: "gte" as const, to: { todayPlusDays: from ?? 0 } }]
          : [{ field: date.name, op: "isSet" as const }]),
        { field: date.name, op: "lte", to: { todayPlusDays: days } },
      ];
  const name = past
    ? "expired"
    : /upcoming/i.test(text)
      ? "upcoming"
      : days === 0
        ? "today"
        : /expir/i.test(text)
          ? "expiring"
          : "due";
  const label = past
    ? `Expired ${pluralWords(holder).join(" ")}`
    : `${capital(pluralWords(holder).join(" "))}: ${date.label.toLowerCase()} ${days === 0 ? "today" : days > 365 ? "to come" : `within ${days} days`}`;
  if (!holder.lists.some((list) => list.name === name))
    holder.lists.push({
      name,
      label,
      when: [...(name === "upcoming" ? [] : openOf(holder)), ...when],
      sort: date.name,
    });
  wish.targets.add(`${holder.name}?${name}`).add(`${holder.name}.${date.name}`);
  return true;
}

function lowStock(draft: Draft, given: DraftEntity | undefined, text: string, wish: Wish): boolean {
  const entity =
    [given, ...draft.entities].find((each) =>
      each?.fields.some(({ name }) => /quantity|stock|count|level/i.test(name)),
    ) ?? given;
  if (!entity) return false;
  const stock =
    entity.fields.find(
      ({ name, type }) =>
        ["integer", "decimal"].includes(type) &&
        /quantity|stock|count/i.test(name) &&
        !/minimum|reorder|min/i.test(name),
    ) ?? addByPhrase(entity, "quantity");
  const limit = thresholdIn(text, entity, stock);
  const level = limit
    ? undefined
    : (entity.fields.find(({ name }) => /minimum|reorder|threshold|min/i.test(name)) ??
      addByPhrase(entity, "minimum stock", { default: 0 }));
  if (!stock) return false;
  const out = /out of stock/i.test(text);
  const when: Condition = out
    ? [{ field: stock.name, op: "lte", to: { literal: 0 } }]
    : limit
      ? [limit]
      : [{ field: stock.name, op: "lte", to: { field: level?.name ?? stock.name } }];
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

const sorted: Demand = {
  test: /\bsort(?:ed|s|able)?\b|\border(?:ed)? by\b|\balphabetical/i,
  read(draft, { text }, wish, focus) {
    const key = text.match(/\b(?:by|on) (.+)$/i)?.[1];
    const entity = mentioned(draft, text) ?? (key ? holderOf(draft, key) : undefined) ?? focus.last;
    if (!entity) return false;
    for (const item of key ? splitList(key) : []) {
      const words = attributeOf(item)?.words ?? [];
      const field = fieldLike(entity, words);
      if (field) wish.targets.add(`${entity.name}.${field.name}`);
      else if (findEntity(draft, words) === undefined) return false;
    }
    wish.targets.add(entity.name);
    wish.kind = "list";
    return true;
  },
};

const report: Demand = {
  test: /\b(?:totals?|sum|average|mean|count|number of|how many|how much|revenue|turnover|income|spend(?:ing)?|statistics?|reports?|summary|summar\w+|breakdown)\b|^(?:(?:the |all )?[a-z]+ )?(?:see|show|view|know|calculate)s?\b.*\b(?:per|for each|for every|grouped by|broken down by) (?!(?:hour|day|night|unit|item|piece|page)\b)/i,
  read(draft, clause, wish, focus) {
    const [, shown = "", figures] =
      clause.text.match(/^(.+?),? and (?:the |also )?((?:totals?|number|average|sum|count|how) .+)$/i) ?? [];
    if (figures === undefined) return reportOn(draft, clause.text, wish, focus, mentioned(draft, clause.text));
    return (
      lists.read(draft, { ...clause, text: shown }, wish, focus) &&
      reportOn(draft, figures, wish, focus, mentioned(draft, figures))
    );
  },
};

/** The field of an entity that words name: exactly, else by its last word. */
function fieldLike(entity: DraftEntity, words: readonly string[]): Field | undefined {
  if (words.length === 0) return undefined;
  const wanted = camel(words).toLowerCase();
  const one = camel([...words.slice(0, -1), singular(words.at(-1) ?? "")]).toLowerCase();
  const computed = entity.fields.find(({ name }) => name.toLowerCase() === wanted || name.toLowerCase() === one);
  return (
    computed ??
    entity.fields.find(({ name }) => name.toLowerCase().endsWith(one) || name.toLowerCase().startsWith(one)) ??
    (isPerson(words.at(-1) ?? "") ? undefined : entity.fields.find(({ name }) => one.endsWith(name.toLowerCase())))
  );
}

/** The entity that holds the value a phrase speaks of. */
function holderOf(draft: Draft, phrase: string): DraftEntity | undefined {
  const plain = phrase.replace(/ (?:of|for|over|above|under|below|more|less|exceed\w*) .*$/i, "");
  const words = attributeOf(plain)?.words ?? [];
  return draft.entities.find((entity) => fieldLike(entity, words)) ?? mentioned(draft, phrase);
}

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
