import { addField, findEntity, pluralWords, refer, statesOf } from "../draft.ts";
import { attributeOf, capital } from "../fields.ts";
import { orderDates } from "../structure/holding.ts";
import { splitList } from "../structure/thing.ts";
import { infinitive } from "../tokens.ts";
import { type Demand, fieldLike, found, holderOf, mentioned } from "./demand.ts";
import { thresholdIn } from "./threshold.ts";

/** "Rejected requests need a comment", "a cancelled order must have a reason". */
export const requiredInState: Demand = {
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

export const requiredOrUnique: Demand = {
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

export const bounded: Demand = {
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

export const ordered: Demand = {
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

export const exclusive: Demand = {
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
