import type { Condition } from "../../artefacts.ts";
import { type Draft, type DraftEntity, pluralWords } from "../draft.ts";
import { capital, isPerson } from "../fields.ts";
import { standing } from "./amounts.ts";
import type { Demand } from "./demand.ts";
import { lastingPeriod } from "./lasting.ts";

/** What can't happen twice: the same pair again, or the same thing at one time. */
export const exclusive: Demand = {
  test: /\btwice\b|\b(?:once|one|two|same|several) .*\b(?:at a time|at the same (?:time|date|day|hour)|at once|same (?:times?|days?|dates?|period|slot)|in parallel|simultaneously)\b|\b(?:can|may|is allowed to) \w+ .*\bonly once\b|\bonce only\b|\bdouble[- ]?book\w*|\boverlap\w*\b|\bclash\w*\b|\balready (?:out|hired|rented|booked|borrowed|lent|taken|reserved|on loan)\b|\b(?:only|just|at most|no more than|not more than|more than) one\b|\bone [\p{L}-]+ per\b|\b(?:can|may|must) (?:only|be|have|hold) .*\bone\b|\bsame .*\bsame\b|\bonly (?:one|once)\b|\bonly be \p{L}+ once\b|\bonly once an? day\b/iu,
  read(draft, { text }, wish, focus) {
    // "Twice within 56 days" counts days apart, which no comparison of two records holds yet.
    if (/\bwithin \w+ (?:minutes|hours|days|weeks|months|years)\b/i.test(text)) return false;
    // More than one at a time is a number that is counted, and no pair that may not come twice.
    if (
      /\b(?:no more than|not more than|at most|more than|up to|maximum(?: of)?) (?:\d+|two|three|four|five|six|ten)\b/i.test(
        text,
      ) &&
      !/\b(?:more than|at most) (?:one|1)\b/i.test(text)
    )
      return false;
    const timely =
      /\bat a time\b|\bat once\b|\bsame (?:times?|days?|dates?|nights?|period|slot|moment)\b|\bsame date and time\b|\boverlap|\bclash|\bdouble[- ]?book|\balready\b|\bin parallel\b|\bsimultaneously\b|\bat the same\b|\btwo\b|\b(?:one|once) (?:\w+ )?(?:a|per|each|every) day\b|\bfor (?:the|a) (?:same )?period\b|\bactive\b|\bcurrent\b/i.test(
        text,
      );
    const again = /\btwice\b|\bonce\b|\bone [\p{L}-]+ per\b|\bsame .*\bsame\b/iu.test(text);
    // What overlaps whatever it is for has nothing that tells one from another.
    if (amongThemselves(draft, text)) return false;
    const named = withBooked(draft, mentionedAll(draft, text), text);
    const holder = holderOf(draft, named, focus.last);
    if (!holder) return false;
    const refs = holder.fields.filter(
      (field) => field.type === "reference" && named.some(({ name }) => name === field.target),
    );
    if (refs.length === 0) return false;
    // "An asset can be assigned to only one employee": a record knows one at a time by its nature.
    if (
      !again &&
      /\bto (?:only |at most |no more than |just )?one\b|\bto only one\b/i.test(text) &&
      named[0] === holder
    ) {
      for (const { name } of refs) wish.targets.add(`${holder.name}.${name}`);
      wish.kind = "relation";
      return true;
    }
    if (refs.every(({ target }) => target === holder.name)) return false;
    // What is out can't go out again; where days are told for it, those are what may not overlap.
    const isOut = holder.verbs.has("return") && holder.isEvent;
    const told = isOut && /\bperiod\b|\bdates\b|\boverlap/i.test(text) ? timesOf(draft, holder, text) : undefined;
    const out = isOut && !told?.period;
    const when: Condition = out ? [{ field: "status", op: "eq", to: { literal: "out" } }] : standing(holder);
    const keyed = again && !/\bperiod\b|\boverlap/i.test(text) ? refs : refs.slice(0, 1);
    const first = keyed.length === 1 || !again ? [foremost(refs, named, text) ?? keyed[0]] : keyed;
    // "Not the same telescope on the same night": what is said to be the same, and no more.
    const same = refs.filter((ref) => speaksOfSame(draft, ref, text));
    const fields = (/\bsame .*\bsame\b/i.test(text) && same.length > 0 ? same : first).flatMap((field) =>
      field ? [field.name] : [],
    );
    const { keys, period } = timely && !out ? timesOf(draft, holder, text) : { keys: [], period: undefined };
    if (timely && !out && keys.length === 0 && !period) return false;
    if (!timely && fields.length < 2 && !/\bone\b|\bonce\b/i.test(text)) return false;
    // What is told apart by another record has to name it.
    for (const ref of first) if (ref) ref.required = true;
    holder.rules.push({
      kind: "exclusive",
      fields: [...fields, ...keys],
      when,
      ...(period ? { period } : {}),
      message: `${capital(text)}.`,
    });
    wish.kind = "rule";
    wish.targets.add(`${holder.name}~${holder.rules.length - 1}`);
    // An end that is worked out is part of the promise.
    if (period && holder.computed.some(({ name }) => name === period.to))
      wish.targets.add(`${holder.name}.${period.to}`);
    if (timely && !out && !period) {
      const labels = [...fields, ...keys].map(
        (name) => holder.fields.find((field) => field.name === name)?.label.toLowerCase() ?? name,
      );
      draft.assumptions.add(`“${text}” is read as: never the same ${labels.join(" and ")} twice.`);
    }
    return true;
  },
};

const overlapping =
  /^(?:no two (?<no>[\p{L}-]+) (?:may|can|must|should)(?: ever)? overlap|(?<not>[\p{L}-]+) (?:must|may|can|should)(?: ?not| never) overlap(?: (?:each other|in time))?)$/iu;

/** "No two slots may overlap": slots, whosever they are. */
function amongThemselves(draft: Draft, text: string): boolean {
  const { no, not } = text.replace(/[.]$/, "").match(overlapping)?.groups ?? {};
  const word = (no ?? not ?? "").toLowerCase();
  return draft.entities.some(
    (each) =>
      pluralWords(each).at(-1) === word && each.fields.some(({ type }) => type === "time" || type === "dateTime"),
  );
}

/** "No double bookings" names only the booking: what is booked, and not who books, is what it can't be twice. */
function withBooked(draft: Draft, named: DraftEntity[], text: string): DraftEntity[] {
  const [event] = named.length > 0 ? named : draft.entities.filter(({ isEvent }) => isEvent);
  const isBooking =
    event?.isEvent || /booking|reservation|appointment|hire|rental|loan/.test(event?.words.at(-1) ?? "");
  if (!event || !isBooking || named.length > 1 || !/\bdouble[- ]?book|\bclash|\boverlap/i.test(text)) return named;
  const booked = draft.entities.filter(
    ({ name, words }) => !isPerson(words.at(-1) ?? "") && event.fields.some(({ target }) => target === name),
  );
  return booked.length === 1 ? [event, ...booked] : named;
}

const speaksOfSame = (draft: Draft, ref: DraftEntity["fields"][number], text: string): boolean => {
  const head = draft.entities.find(({ name }) => name === ref.target)?.words.at(-1);
  return head !== undefined && new RegExp(`\\bsame (?:[a-z-]+ )?${head}\\b`, "i").test(text);
};

/** The reference that must not be twice in one place: after "same", else the first that is named. */
function foremost(
  refs: DraftEntity["fields"],
  named: readonly DraftEntity[],
  text: string,
): DraftEntity["fields"][number] | undefined {
  // "Two boats cannot be in one berth": it is the berth that they can't share.
  const shared = /^(?:no )?two /i.test(text) ? "(?:same|(?:in|at|on) (?:one|an?))" : "same";
  const same = named.find((entity) => new RegExp(`\\b${shared} ${entity.words.at(-1)}\\b`, "i").test(text));
  return [...(same ? [same] : []), ...named]
    .map(({ name }) => refs.find(({ target }) => target === name))
    .find(Boolean);
}

/** The records that a text names, in its order. */
function mentionedAll(draft: Draft, text: string): DraftEntity[] {
  const at = (entity: DraftEntity) =>
    text.toLowerCase().search(new RegExp(`\\b(?:${entity.words.at(-1)}|${pluralWords(entity).at(-1)})(?:'s)?\\b`));
  return draft.entities
    .map((entity) => ({ entity, at: at(entity) }))
    .filter((each) => each.at >= 0)
    .sort((a, b) => a.at - b.at)
    .map(({ entity }) => entity);
}

/** The record that ties what is named: itself named, or one that refers to it and has a time. */
function holderOf(
  draft: Draft,
  named: readonly DraftEntity[],
  spoken: DraftEntity | undefined,
): DraftEntity | undefined {
  const score = (entity: DraftEntity) => {
    const refs = named.filter(
      (other) => other !== entity && entity.fields.some(({ target }) => target === other.name),
    ).length;
    if (refs === 0) return 0;
    const timed = entity.fields.some(({ type }) => ["date", "dateTime", "time"].includes(type));
    return (
      refs * 2 +
      (named.includes(entity) ? 3 : 0) +
      (entity.isEvent || entity.verbs.has("return") ? 2 : 0) +
      (timed ? 1 : 0) +
      (entity === spoken ? 1 : 0)
    );
  };
  return draft.entities
    .map((entity) => ({ entity, score: score(entity) }))
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score)[0]?.entity;
}

/** The values that say when: a period where there is one, else the moment. */
function timesOf(
  draft: Draft,
  entity: DraftEntity,
  text: string,
): { keys: string[]; period: { from: string; to: string; on?: string } | undefined } {
  const of = (type: string) => entity.fields.filter((field) => field.type === type && !/On$/.test(field.name));
  const pairOf = (type: string) => {
    const all = of(type);
    const from = all.find(({ name }) =>
      /start|from|begin|arriv|check-?in|pick|out|move-?in|movein|opening/i.test(name),
    );
    const to = all.find(
      (field) =>
        field !== from &&
        /end|to$|until|depart|return|check-?out|finish|move-?out|moveout|closing|due|back/i.test(field.name),
    );
    return from && to ? { from: from.name, to: to.name } : undefined;
  };
  const days = pairOf("date") ?? pairOf("dateTime");
  if (days) return { keys: [], period: days };
  const date = of("date")[0];
  const hours = pairOf("time");
  const onlyDay = /\b(?:a|per|same|each|every) (?:day|night)\b/i.test(text);
  if (hours && !onlyDay) return { keys: date ? [date.name] : [], period: hours };
  const lasting = onlyDay ? undefined : lastingPeriod(draft, entity);
  if (lasting) return { keys: [], period: lasting };
  const moments = [date, onlyDay ? undefined : of("time")[0], of("dateTime")[0]];
  return { keys: moments.flatMap((field) => (field ? [field.name] : [])), period: undefined };
}
