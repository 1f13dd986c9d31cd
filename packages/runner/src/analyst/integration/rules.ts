import type { Schedule, Skip } from "../../artefacts/flows.ts";
import { singular } from "../tokens.ts";
import { type Draft, type FlowDraft, findValue, flowNamed, flowsIn, readValue, valueFor } from "./draft.ts";
import { flagWords, pluralText } from "./movement.ts";

/** What stays behind. @returns the flow and the places of its new rules */
export function readSkip(draft: Draft, text: string): { flow: FlowDraft; rules: number[] } | undefined {
  const flow = flowNamed(draft, text);
  if (!flow) return undefined;
  const before = flow.skip.length;
  const plain = text.replace(told, "");
  if (!readOnly(flow, plain) && !readLeftOut(flow, plain)) return undefined;
  const from = Math.min(before, flow.skip.length - 1);
  return from < 0 ? undefined : { flow, rules: flow.skip.slice(from).map((_, index) => from + index) };
}

/** "Only active products are sent", "only properties with status available are published". */
function readOnly(flow: FlowDraft, written: string): boolean {
  const text = written
    .replace(/^(.+) only$/i, "only $1")
    // "Only paid orders, not the ones still waiting for the bank" says it twice.
    .replace(/^(only [\w ]+), not (?:the |those |any )?(?:ones|others|rest|[a-z]+s)\b.*$/i, "$1");
  const match = text.match(
    /^only (?:the |send |sync |copy |transfer |take |those )?(.+?)(?: (?:are|is|may be|must be|should be|will be|go|get) (?:\w+ )*?(?:sent|synced|transferred|copied|published|taken over|pushed|posted|included|moved|exported|imported|passed)(?: .*)?| (?:count|go over|are taken))?$/i,
  );
  const what = match?.[1];
  if (!what) return false;
  const found = what.split(another).map((piece) => conditionsIn(flow, piece, "only"));
  if (found.some(({ tests, isWhole }) => tests.length === 0 || !isWhole)) return false;
  for (const test of oneOfEach(found.flatMap(({ tests }) => tests))) hold(flow, test);
  return true;
}

/** "Only paid and shipped ones": either state will do. */
function oneOfEach(tests: readonly Skip[]): Skip[] {
  const all: Skip[] = [];
  for (const test of tests) {
    const { when } = test;
    const before = all.at(-1);
    if (when.op !== "isNoneOf" || before?.when.op !== "isNoneOf" || before.when.field !== when.field) all.push(test);
    else {
      const values = [...before.when.values, ...when.values];
      all.splice(-1, 1, { reason: `${before.reason} or ${when.values.join(" or ")}`, when: { ...when, values } });
    }
  }
  return all;
}

/** One state that is let through in plain words takes the place of another: "finished jobs", then "status done only". */
function hold(flow: FlowDraft, test: Skip): void {
  const isState = ({ when }: Skip) =>
    when.op === "isNoneOf" && test.when.op === "isNoneOf" && when.field === test.when.field;
  flow.skip = [...flow.skip.filter((each) => !isState(each)), test];
}

/** "Orders above 0 and with status paid": two conditions, and both must hold. */
const another = / and (?=(?:with|whose|that|who|above|over|below|under|at least|at most|more than|less than) )/i;

/** "… are skipped and listed in the log": what stays behind always is. */
const told =
  /,? and (?:are |is )?(?:listed|logged|reported|shown|counted|noted|written down|recorded)(?: (?:in|on|to|with) (?:the |a |an )?[\w ]+)?$/i;

/** "Skip unsubscribed ones", "bookings with no room are ignored", "rents over 5000 are not published". */
function readLeftOut(flow: FlowDraft, text: string): boolean {
  const what =
    text.match(
      /^(?:please )?(?:skip|ignore|leave out|exclude|omit|drop|filter out|do not (?:send|sync|copy|transfer|take|publish|post|push|include|export|import)|never (?:send|sync|copy|transfer|publish|post|push)|don't (?:send|sync|copy|transfer)) (.+)$/i,
    )?.[1] ??
    text.match(/^leave (.+?) out$/i)?.[1] ??
    text.match(
      /^(.+?) (?:is|are|must be|should be|get|stay|stays|must|should|may|can|do|does|will|remain) (?:not |never |not be |never be |be )?(?:skipped|ignored|left out|excluded|omitted|left behind|out|filtered out|behind|sent|synced|copied|transferred|published|taken over|pushed|posted|included|exported|imported)$/i,
    )?.[1];
  const isNegative =
    /^(?:please )?(?:skip|ignore|leave|exclude|omit|drop|filter|do not|never|don't)\b/i.test(text) ||
    /\b(?:skipped|ignored|left out|excluded|omitted|left behind|stays? out|filtered out|stays? behind)$/i.test(text) ||
    /\b(?:not|never)\b(?: be)? \w+(?: over)?$/i.test(text);
  if (!what || !isNegative) return false;
  const pieces = what.split(/ and (?=those |ones |all |the ones )/i);
  const found = pieces.map((piece) => conditionsIn(flow, piece, "skip"));
  if (found.some(({ tests, isWhole }) => tests.length === 0 || !isWhole)) return false;
  flow.skip.push(...found.flatMap(({ tests }) => tests));
  return true;
}

type Found = { tests: Skip[]; isWhole: boolean };

/** The conditions on a record in a phrase such as "orders below 10 euros" or "unsubscribed ones". */
function conditionsIn(flow: FlowDraft, phrase: string, how: "skip" | "only"): Found {
  const thing = pluralText(flow);
  const text = phrase
    .trim()
    .replace(/^(?:all|any|the|every|each|those|ones|our|records?|entries) /i, "")
    .replace(/\b(?:that|who|which) (?:are|is|was|were|have|has) /gi, (part) =>
      /(?:have|has) $/i.test(part) ? "who have " : "that are ",
    )
    .trim();
  const rest = withoutThing(flow, text);
  const reason = (words: string) => `${thing} ${words}`.slice(0, 120);
  const one = (words: string, when: Skip["when"]): Found => ({
    tests: [{ reason: reason(words), when }],
    isWhole: true,
  });
  const isOnly = how === "only";

  const empty = rest.match(
    /^(?:without|with no|who have no|that have no|have no|missing|lacking|where there is no) (?:an? |any |the )?([\w' -]+)$/i,
  )?.[1];
  const filled = rest.match(/^(?:with|who have|that have|having) (?:an? |the )([\w' -]+)$/i)?.[1];
  if (empty && !isOnly)
    return withField(valueFor(flow, empty), (field) => one(`without ${empty.toLowerCase()}`, { op: "isEmpty", field }));
  if (filled && isOnly && !/\b(?:of|is|above|below|over|under|than|least|most)\b/.test(filled))
    return withField(valueFor(flow, filled), (field) =>
      one(`without ${filled.toLowerCase()}`, { op: "isEmpty", field }),
    );

  // "Members under 18" are told by their age, which nobody sends.
  if (/^(?:under|over|below|above|younger than|older than) \d+$/i.test(rest) && people.test(flow.words.at(-1) ?? ""))
    return none;
  const number = rest.match(
    /^(?:(?:with|whose|where|of which) )?(?:an? |the |their |its )?([a-z][\w ]*?)? ?(?:is |are |of )?(below|under|less than|smaller than|lower than|above|over|more than|higher than|greater than|at least|at most|from|up to) (?:€|\$|£)?(\d[\d.,]*)(?: (?:euros?|dollars?|pounds?|eur|usd|gbp|pieces?|units?|percent|%|cents))?$/i,
  );
  if (number) {
    const [, name, sign = "", digits = ""] = number;
    const field = name
      ? (findValue(flow, singular(name)) ?? valueFor(flow, singular(name), "amount"))
      : (flow.values.find(({ type }) => type === "amount") ??
        flow.values.find(({ type }) => type === "whole") ??
        valueFor(flow, "total", "amount"));
    const value = Number(digits.replace(/,(?=\d{3}\b)/g, "").replace(",", "."));
    const op = comparisons[sign.toLowerCase()];
    if (!field || !op || Number.isNaN(value)) return none;
    if (field.type === "text") field.type = "amount";
    const when = { op: isOnly ? opposites[op] : op, field: field.name, value } as const;
    return one(`${isOnly ? "not " : ""}${sign.toLowerCase()} ${digits}`, when);
  }
  const older = rest.match(/^(?:that are )?older than (\d+) (day|week|month|year)s?$/i);
  if (older && !isOnly) {
    const days = Number(older[1]) * ({ day: 1, week: 7, month: 30, year: 365 }[(older[2] ?? "day").toLowerCase()] ?? 1);
    const field =
      flow.values.find(({ type }) => type === "day" || type === "instant") ?? valueFor(flow, "created at", "instant");
    return withField(field, (name) =>
      one(`older than ${older[1]} ${older[2]}s`, { op: "olderThan", field: name, days }),
    );
  }
  const tag = rest.match(
    /^(?:that are )?(?:tagged|labell?ed)(?: (?:as|with))? ([\w-]+)$|^with (?:the )?(?:tag|label) ([\w-]+)$/i,
  );
  if (tag) {
    const word = (tag[1] ?? tag[2] ?? "").toLowerCase();
    return withField(valueFor(flow, "tags", "words"), (field) =>
      one(`${isOnly ? "not " : ""}tagged ${word}`, { op: isOnly ? "hasNot" : "has", field, values: [word] }),
    );
  }
  const named = rest.match(
    /^(?:with|whose|where|of|in|having) (?:an? |the |their |its )*((?:[\w']+ )?(?:status|state|type|stage|category|kind|priority|country))(?: (is not|is|are|equals?|of|as))? ([\w -]+)$/i,
  );
  if (named) {
    const [, name = "", verb = "", written = ""] = named;
    const field = valueFor(flow, name);
    const isNot = /not/i.test(verb) !== isOnly;
    const words = written.split(/ or |, /i).map((word) => word.trim().toLowerCase());
    if (field?.type !== "text") return none;
    return one(`${isNot ? "whose" : "with"} ${name.toLowerCase()} ${isNot ? "is not " : ""}${words.join(" or ")}`, {
      op: isNot ? "isNoneOf" : "isOneOf",
      field: field.name,
      values: words,
    });
  }
  const value = rest.match(
    /^(?:with|whose|where|of|in|having|by) (?:an? |the |their |its )*([\w' -]+?)(?: (is not|is|are|equals?|=|being|of|as))? ([\w-]+(?: or [\w-]+)*)$/i,
  );
  if (value && !/^(?:no|any)$/i.test(value[3] ?? "")) {
    const [, name = "", verb = "", written = ""] = value;
    const words = written.split(/ or /i).map((word) => word.toLowerCase());
    const isNot = /not/i.test(verb) !== isOnly;
    const field = findValue(flow, name) ?? (readValue(name) ? valueFor(flow, name) : undefined);
    if (field) {
      if (field.type !== "text") return none;
      return one(`${isNot ? "whose" : "with"} ${name.toLowerCase()} ${isNot ? "is not " : ""}${words.join(" or ")}`, {
        op: isNot ? "isNoneOf" : "isOneOf",
        field: field.name,
        values: words,
      });
    }
  }
  const marked = rest.match(/^(?:that are )?(?:marked|flagged|set) (?:as |to )?(not )?([\w-]+)$/i);
  const states = marked
    ? [`${marked[1] ?? ""}${marked[2]}`]
    : rest
        .replace(/^(?:that are|who are|who have|that have|who|that) /i, "")
        .replace(/ ones?$/i, "")
        .split(/,| and | or /i)
        .map((word) => word.trim())
        .filter(Boolean);
  if (states.length === 0 || states.some((word) => !/^(?:not )?(?:who have )?[a-z][\w-]*(?: out)?$/i.test(word)))
    return none;
  return { tests: states.map((state) => stateTest(flow, state.replace(/^who have /i, ""), isOnly)), isWhole: true };
}

const people =
  /^(?:member|person|people|employee|contact|customer|student|patient|donor|user|volunteer|guest|child|participant|subscriber|client|lead)$/;

const none: Found = { tests: [], isWhole: false };

const withField = (field: { name: string } | undefined, use: (name: string) => Found): Found =>
  field ? use(field.name) : none;

const comparisons: Record<string, "below" | "above" | "atLeast" | "atMost"> = {
  below: "below",
  under: "below",
  "less than": "below",
  "smaller than": "below",
  "lower than": "below",
  above: "above",
  over: "above",
  "more than": "above",
  "higher than": "above",
  "greater than": "above",
  "at least": "atLeast",
  from: "atLeast",
  "at most": "atMost",
  "up to": "atMost",
};
const opposites = { below: "atLeast", above: "atMost", atLeast: "below", atMost: "above" } as const;

/** "Unsubscribed" is a yes or no; "cancelled" is a status; "not billable" is the other way round. */
function stateTest(flow: FlowDraft, written: string, isOnly: boolean): Skip {
  const isNot = /^not /i.test(written);
  const word = written.replace(/^not /i, "").toLowerCase();
  const opted = /^opted[ -]out$/.test(word);
  const known = flow.values.find(
    ({ name, type }) => type === "flag" && name.toLowerCase() === word.replace(/[^a-z]/g, ""),
  );
  const contractors = flow.values.find(({ name }) => /Type$|^type$|category|kind/.test(name));
  const isNoun = /s$/.test(word) && contractors;
  const field =
    known ??
    (opted
      ? valueFor(flow, "opted out", "flag")
      : flagWords.test(word)
        ? valueFor(flow, word, "flag")
        : isNoun
          ? contractors
          : valueFor(flow, "status"));
  const reason = `${pluralText(flow)} that are ${isNot !== isOnly ? "not " : ""}${word}`;
  if (field?.type === "flag")
    return { reason, when: { op: isNot !== isOnly ? "isNotTrue" : "isTrue", field: field.name } };
  const value = isNoun ? singular(word) : word;
  return {
    reason,
    when: { op: isNot !== isOnly ? "isNoneOf" : "isOneOf", field: field?.name ?? "status", values: [value] },
  };
}

/** What is left of a phrase without the thing that the flow moves. */
function withoutThing(flow: FlowDraft, text: string): string {
  const heads = [flow.words.at(-1), flow.targetWords.at(-1)];
  const values = flow.values.map(({ name }) => name.toLowerCase());
  const all = text.split(/\s+/);
  const at = all.findIndex((word) => heads.includes(singular(word.toLowerCase())));
  if (at < 0) return text.replace(/^(?:those|ones?|people|records?|entries|items?) /i, "");
  const kept = [...all.slice(0, Math.max(0, at - flow.words.length + 1)), ...all.slice(at + 1)].join(" ");
  return values.includes(kept.toLowerCase()) ? kept : kept.replace(/^,? ?/, "");
}

const units: Record<string, number> = { minute: 60, min: 60, hour: 3600, day: 86_400, week: 604_800 };
const small: Record<string, number> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  ten: 10,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  other: 2,
  half: 0.5,
  quarter: 0.25,
};
const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** When a text says that something happens by itself; undefined when it says nothing of that. */
export function scheduleIn(text: string): Schedule | undefined {
  const at = timeIn(text);
  const weekday = weekdays.findIndex((day) =>
    new RegExp(`\\b(?:every|each|on) ${day}s?\\b|\\b${day}s\\b`, "i").test(text),
  );
  if (weekday >= 0) return { kind: "at", at: at ?? "06:00", weekday };
  const half = text.match(/\bevery (?:half|quarter of an|half an) ?hour\b/i);
  if (half) return { kind: "every", seconds: /quarter/i.test(half[0]) ? 900 : 1800 };
  const every = text.match(
    /\b(?:every|each) (?:(\d+|one|two|three|four|five|ten|fifteen|twenty|thirty|other) )?(minute|min|hour|day|week)s?\b/i,
  );
  if (every && !(at && /day/i.test(every[2] ?? ""))) {
    const count = every[1] === undefined ? 1 : (small[every[1].toLowerCase()] ?? Number(every[1]));
    const seconds = count * (units[(every[2] ?? "").toLowerCase()] ?? 60);
    if (seconds >= 60 && Number.isFinite(seconds)) return { kind: "every", seconds };
  }
  if (/\b(?:hourly|(?:once )?(?:an|per) hour)\b/i.test(text)) return { kind: "every", seconds: 3600 };
  if (/\b(?:nightly|every night|each night|overnight|at night)\b/i.test(text)) return { kind: "at", at: at ?? "02:00" };
  if (/\b(?:every evening|each evening)\b/i.test(text)) return { kind: "at", at: at ?? "20:00" };
  if (/\b(?:every morning|each morning)\b/i.test(text)) return { kind: "at", at: at ?? "06:00" };
  if (/\b(?:daily|once a day|every day|each day)\b/i.test(text)) return { kind: "at", at: at ?? "02:00" };
  if (/\bweekly|once a week\b/i.test(text)) return { kind: "at", at: at ?? "06:00", weekday: 1 };
  return undefined;
}

function timeIn(text: string): string | undefined {
  if (/\bat midnight\b/i.test(text)) return "00:00";
  if (/\bat noon\b/i.test(text)) return "12:00";
  const match = text.match(/\bat (\d{1,2})(?:[:.](\d{2}))? ?(am|pm|a\.m\.|p\.m\.|o'clock|h)?\b/i);
  if (!match) return undefined;
  const half = (match[3] ?? "").toLowerCase();
  const hour =
    (Number(match[1]) % (half.startsWith("a") || half.startsWith("p") ? 12 : 24)) + (half.startsWith("p") ? 12 : 0);
  return Number(match[1]) > 24 ? undefined : `${String(hour).padStart(2, "0")}:${match[2] ?? "00"}`;
}

/** By what a record is found at the target. */
export function readMatch(draft: Draft, text: string): { flow: FlowDraft; name: string } | undefined {
  const words =
    text.match(
      /\b(?:match(?:ed|es|ing)?|found|find|identif(?:y|ied)|recogni[sz]ed?|looked up|compared?|linked?|paired)\b(?: [\w' ]+?)? (?:by|on|through|via|using) (?:the |their |its |an? )?(?:same )?([\w' -]+?)(?: in .*)?$/i,
    )?.[1] ??
    text.match(/\buse (?:the )?([\w' -]+?) to (?:recogni[sz]e|identify|find|match)\b/i)?.[1] ??
    text.match(
      /^(?:an?|each|the|every|one)? ?([\w' -]+?) (?:may|must|can|should) (?:exist|occur|appear|be there) only once\b/i,
    )?.[1] ??
    text.match(/^(?:no two|never two) [\w ]+? (?:with|may have|have|share) (?:the )?same ([\w' -]+)$/i)?.[1] ??
    text.match(/^(?:the )?([\w' -]+?) (?:is|are) (?:the )?(?:key|unique|identifier)\b/i)?.[1] ??
    text.match(/^(?:the |an? )?([\w' -]+?) (?:identif(?:ies|y)|tells apart) (?:an? |the |each )?[a-z]+$/i)?.[1];
  const flow = flowNamed(draft, text);
  if (!words || !flow || /^(?:webhook|signature|day|hour)/i.test(words)) return undefined;
  const field = valueFor(flow, words);
  if (!field || !["text", "email", "whole"].includes(field.type)) return undefined;
  flow.matchBy = field.name;
  return { flow, name: field.name };
}

/** That a record is made once and never again. */
export function readOnce(draft: Draft, text: string): FlowDraft | undefined {
  const isOnce =
    /\b(?:never|not) (?:\w+ ){0,4}?twice\b|\bonly once\b|\bexactly once\b|\bno (?:doubles?|duplicates?)\b|\bonce and only once\b|\bnever (?:lead|leads) to two\b|\bmust (?:not|never) (?:\w+ ){0,4}?(?:two|twice|double|duplicate)|\bnever (?:be )?doubled?\b|\bat most once\b|\bavoid duplicates\b/i.test(
      text,
    );
  const flow = isOnce ? flowNamed(draft, text) : undefined;
  if (flow) flow.mode ??= "once";
  return flow;
}

/** "Only change articles that exist in the portal", "never create orders in the webshop". */
export function readUpdateOnly(draft: Draft, text: string): FlowDraft | undefined {
  const isOnly =
    /^(?:only|just) (?:change|update)\b.*\b(?:exist|are there|there already|already there|known)\b/i.test(text) ||
    /^(?:never|do not|don't) (?:create|make|add)\b(?!.*\b(?:twice|two|double))/i.test(text) ||
    /\b(?:may|must) not be created\b|\bnothing (?:new )?is created\b/i.test(text);
  const flow = isOnly ? flowNamed(draft, text) : undefined;
  if (flow) flow.mode = "update";
  return flow;
}

/** Who is right when both sides have changed. */
export function readConflict(draft: Draft, text: string): FlowDraft | undefined {
  const flow = flowsIn(draft, text)[0] ?? draft.flows.find(({ twoWays }) => twoWays) ?? draft.flows[0];
  if (!flow) return undefined;
  if (
    /\b(?:latest|newest|last|most recent|later) (?:change|version|edit|update|one|modification) (?:wins|counts|is kept|takes precedence|applies)\b|\blast (?:write|writer) wins\b/i.test(
      text,
    )
  ) {
    flow.conflict = "newest";
    return flow;
  }
  const [mention] = draft.systems.mentions(text);
  if (
    !mention ||
    !/\b(?:wins?|is (?:always )?(?:leading|right|the master|the source of truth|master|authoritative)|takes precedence|has priority|overrules)\b/i.test(
      text,
    )
  )
    return undefined;
  if (mention.system !== flow.from && mention.system !== flow.to) return undefined;
  flow.conflict = mention.system === flow.from ? "first" : "second";
  return flow;
}
