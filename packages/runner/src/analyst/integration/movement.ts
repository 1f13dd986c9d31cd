import { singular } from "../tokens.ts";
import { type Draft, type FlowDraft, flowFor, flowsIn, pluralOf, valueFor } from "./draft.ts";
import type { Mention, System } from "./systems.ts";
import { areValues, holdValues } from "./values.ts";

/** A clause in which each program stands as «n», so that grammar needs no names. */
type Marked = { text: string; of(index: string | undefined): System | undefined };

function marked(text: string, mentions: readonly Mention[]): Marked {
  let written = "";
  let at = 0;
  mentions.forEach(({ start, end }, index) => {
    written += `${text.slice(at, start)}«${index}»`;
    at = end;
  });
  return {
    text: (written + text.slice(at))
      .replace(/\s+/g, " ")
      .replace(/» ?'s?\b/g, "»")
      // "Our donation page (A)" is A.
      .replace(/\b(?:the |our |my |their )(?:[a-z-]+ ){1,3}\((«\d+»)\)/gi, "$1")
      // "The developers' tracker" is the tracker.
      .replace(/\b(?:the |our |their )?[a-z-]+(?:'s|s') (?=«)/gi, ""),
    of: (index) => (index === undefined ? undefined : mentions[Number(index)]?.system),
  };
}

const T = "«(\\d+)»";
const moves =
  "(?:sync(?:hroni[sz]e)?s?|cop(?:y|ies)|migrates?|transfers?|sends?|forwards?|push(?:es)?|pulls?|posts?|imports?|exports?|mirrors?|replicates?|loads?|feeds?|brings?|moves?|writes?|passes?|pass|takes? over|adds?|creates?|updates?|uploads?|delivers?|gets?|fetch(?:es)?|reads?|publish(?:es)?|books?)";
const moved =
  "(?:sync(?:ed|hroni[sz]ed)|copied|migrated|transferred|sent|forwarded|pushed|pulled|posted|imported|exported|mirrored|replicated|loaded|moved|written|passed(?: on)?|taken over|added|created|updated|uploaded|delivered|published|booked|fetched|collected|retrieved|put|go|goes|flow|flows)";
const R = "([a-z][\\w ,'/&-]*?)";

/** "Each evening at 23:15 the day's sales …" */
const timed =
  /^(?:each|every|once an?) (?:(?:\d+|two|three|five|ten|fifteen|thirty|half|other) )?(?:evening|night|morning|day|hour|minute|week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?(?: at (?:\d[\d:.]*(?: ?(?:am|pm|o'clock))?|midnight|noon))?,? /i;

/** "New orders have to land in the ERP": what arrives there is copied there. */
const arrives =
  /\b(?:(?:(?:ha(?:s|ve)|needs?|is|are) to |must |should |will |can )(?:also )?(?:land|exist|end up|appear|show up|turn up|arrive|be (?:entered|copied|put|created)) (?:in|at|on)(?:to)?|(?:(?:ha(?:s|ve)|needs?) to |must |should )(?:also )?(?:get|go|be got) (?:in)?to|(?:lands?|ends? up|appears?|shows? up|turns? up|arrives?) (?:in|at|on)) /i;

const condition = /^(?:when|as soon as|once|if|every time|each time|after)/i;

/** "Bookings made on our website" come from there. */
const made =
  /\b(?:made|placed|entered|created|taken|registered|received|captured) (?:on|in|at|via|through|by) (?=(?:the |our |a )?\w)/i;

/** What people say before they say what is to be done: "I want a little service that …", "as a clerk I need …". */
const asking: readonly RegExp[] = [
  /^as an? [\w -]+?,? (?=i |we )/i,
  /^(?:i|we)(?: would|'d)? (?:want|need|like)(?: to have)? (?:an? )?(?:\w+ ){0,3}?(?:service|program|bridge|integration|connector|sync|something|software) (?:that|which|to) (?:should |must |will )?/i,
  /^(?:build|make|create|write) (?:me |us )?(?:an? )?(?:\w+ ){0,3}?(?:service|program|bridge|integration|connector|sync) (?:that|which|to) (?:should |must |will )?/i,
  /^(?:i|we)(?: would|'d)? (?:want|need|like) (?=(?:every|each|all|any|new) )/i,
  /^(?:the|this|our|an?) (?:\w+ )?(?:service|program|bridge|integration|connector|sync) (?:should |must |has to |needs to |shall |will )?(?=[a-z]+s?\b)/i,
  /^(?:it|you) (?:should|must|has to|needs to|shall|will) /i,
];

/** A clause without what asks for it, and without the reason that some give at its end. */
const asked = (text: string): string =>
  asking
    .reduce((rest, pattern) => rest.replace(pattern, ""), text)
    .replace(/,? so that (?:i|we|nobody|nothing|people) .*$/i, "");

/** Reads what moves from where to where. @returns the flows that the clause speaks of; none when it tells of no movement */
export function readMovement(draft: Draft, text: string): FlowDraft[] {
  const plain = asked(text)
    .replace(timed, "")
    .replace(arrives, "are copied to ")
    .replace(/^we (?:want|need|would like) (?:all |the )?(.+?) to be (?=[a-z]+ed\b|sent\b)/i, "$1 are ")
    .replace(/\b(?:that|which) (?:come|arrive|are entered|are made)s? (?:in )?(?:through|via|from|by|in|on) /i, "from ")
    .replace(
      / (?:then )?(?:to|should|must|shall|will|has to|have to|needs? to) (?=(?:become|be (?:made|turned) into)\b)/i,
      " ",
    )
    .replace(
      / (?:to be|must be|should be|shall be|have to be) (?=(?:created|made|added|entered|opened|copied) as\b)/i,
      " are ",
    )
    .replace(/\b(?:straight|directly|right) (?=(?:in)?to\b)/i, "");
  const untimed = condition.test(plain) ? plain : plain.replace(made, "from ");
  const clause = marked(untimed, draft.systems.mentions(untimed));
  const flows =
    otherWay(draft, clause) ??
    between(draft, clause) ??
    inBoth(draft, clause) ??
    changesToo(draft, clause) ??
    whenIn(draft, clause) ??
    tellsBy(draft, clause) ??
    valuesTo(draft, clause) ??
    readAndMade(draft, clause) ??
    becomes(draft, clause) ??
    pulled(draft, clause) ??
    pushed(draft, clause) ??
    oneWay(draft, clause) ??
    backwards(draft, clause);
  if (!flows || flows.length === 0) return [];
  if (
    /\b(?:in |work |works |go |goes )?(?:both directions|both ways|two[- ]way|bidirectional(?:ly)?|either direction|back and forth|vice versa|(?:the )?other way (?:a)?round|in reverse)\b/i.test(
      text,
    )
  )
    for (const flow of flows) flow.twoWays = true;
  return flows;
}

/** "Room prices go the other way": against the first that moves. */
function otherWay(draft: Draft, { text }: Marked): FlowDraft[] | undefined {
  const [, thing] =
    text.match(
      new RegExp(
        `^${R} (?:go|goes|come|comes|flow|flows|travel|travels|move|moves) (?:the other way|the opposite way|in the other direction|in the opposite direction)\\b`,
        "i",
      ),
    ) ?? [];
  const first = draft.flows[0];
  return thing && first ? flowsFor(draft, thing, first.to, first.from, {}) : undefined;
}

/** "Keep contacts in A and B the same", "sync donors between A and B", "keep our A orders in step with B". */
function between(draft: Draft, { text, of }: Marked): FlowDraft[] | undefined {
  const both =
    text.match(
      new RegExp(
        `\\b(?:keep|sync\\w*|exchange|match up) ${R} (?:in sync |in step |up to date |aligned )?(?:between|across|in|of|both in) (?:both )?${T} (?:and|with) (?:in )?${T}`,
        "i",
      ),
    ) ?? text.match(new RegExp(`\\b(?:sync\\w*|exchange)(?: of)? ${R} between ${T} and ${T}`, "i"));
  const [, thing, a, b] = both ?? [];
  if (both && of(a) && of(b)) return flowsFor(draft, thing ?? "", of(a), of(b), { twoWays: true });
  const step = text.match(
    new RegExp(
      `\\bkeeps? (?:${T} ${R}|${R} (?:in|of|from|on) ${T}) (?:in (?:step|sync|line)|up to date|aligned|the same|synchroni[sz]ed) with ${T}`,
      "i",
    ),
  );
  if (step) {
    const [, first, thingAfter, thingBefore, second, target] = step;
    return flowsFor(draft, thingAfter ?? thingBefore ?? "", of(first ?? second), of(target), {});
  }
  const reverse = text.match(
    new RegExp(
      `\\bkeep ${T} (?:in (?:step|sync|line)|up to date|current) with (?:the )?(?:${T} ${R}$|${R} (?:in|of|from) ${T})`,
      "i",
    ),
  );
  if (reverse) {
    const [, target, first, thingAfter, thingBefore, second] = reverse;
    return flowsFor(draft, thingAfter ?? thingBefore ?? "", of(first ?? second), of(target), {});
  }
  return undefined;
}

const event =
  "(?:(?:is|are|has been|have been|gets|becomes?|was|were|turns?) (?:(?:marked |set |changed |tagged )?(?:as |to )?)?)?([a-z][\\w-]*)";

/** "When an invoice is paid in A, post the payment to B." */
function whenIn(draft: Draft, { text, of }: Marked): FlowDraft[] | undefined {
  const match = text.match(
    new RegExp(
      `^(?:when(?:ever)?|as soon as|once|if|every time|each time|after) ${R} ${event}(?: (?:in|on|at|into|by) ${T})?, (.+)$`,
      "i",
    ),
  );
  if (!match) return undefined;
  const [, thing = "", what = "", inIndex, rest = ""] = match;
  const target = rest.match(
    new RegExp(
      `^(?:then )?(?:it (?:should|must) be |we (?:need to )?)?(${moves}|${moved}) (?:(?:the|an?|its?|their|that|this|it) ?)*${R}?(?: (?:of|for|on) [\\w ]+?)? ?(?:to|in|into|on|at|with) ${T}`,
      "i",
    ),
  );
  const to = of(target?.[3]);
  if (!target || !to) return undefined;
  const from =
    of(inIndex) ??
    draft.systems.all.find((system) => system !== to && draft.flows.length === 0) ??
    otherThan(draft, to);
  if (!from) return undefined;
  const flows = flowsFor(draft, thing, from, to, {});
  for (const flow of flows) {
    flow.webhook = true;
    const made = thingsIn(target[2] ?? "")[0]?.words;
    if (made && !sameThing(made, flow.words)) flow.targetWords = made;
    if (/^update/i.test(target[1] ?? "")) flow.mode ??= "update";
    if (!/^(?:creat|add|new|appear|arriv|chang|updat|modif|sav|plac|receiv|comes?$|enter|register|exist)/i.test(what))
      onlyWhen(flow, what);
    for (const tag of thing.matchAll(/\b(?:tagged|labell?ed) (?:as |with )?(\w+)/gi)) onlyTagged(flow, tag[1] ?? "");
  }
  return flows;
}

/** "A pushes a webhook whenever the stock of an article changes": from there to the only other one. */
function tellsBy(draft: Draft, { text, of }: Marked): FlowDraft[] | undefined {
  const [, source, thing = ""] =
    text.match(
      new RegExp(
        `^${T} (?:can |will |does )?(?:also )?(?:push(?:es)?|sends?|posts?|fires?|calls?|gives?) (?:us |out )?(?:an? )?(?:signed )?(?:webhooks?|events?|notifications?) (?:when(?:ever)?|as soon as|if|each time|every time|for|on) (?:each |every |an? |the )*${R}(?: (?:changes?|is|are|has|have|was|were|gets?|arrives?|comes?)\\b.*)?$`,
        "i",
      ),
    ) ?? [];
  const from = of(source);
  const flows = flowsFor(draft, thing, from, otherThan(draft, from), {});
  for (const flow of flows) flow.webhook = true;
  return flows.length > 0 ? flows : undefined;
}

/** "Forward article number and quantity to B", of what moves there already. */
function valuesTo(draft: Draft, { text, of }: Marked): FlowDraft[] | undefined {
  const [, list = "", target] = text.match(new RegExp(`^${moves} (?:the )?${R} (?:to|into) ${T}`, "i")) ?? [];
  const flow = draft.flows.findLast(({ to }) => to === of(target));
  if (!flow || !areValues(list)) return undefined;
  holdValues(flow, list);
  return [flow];
}

/** "The service polls A every 30 minutes for time entries", with where they go still to come. */
function pulled(draft: Draft, { text, of }: Marked): FlowDraft[] | undefined {
  const asked = text.match(
    new RegExp(
      `^(?:the service |it |we )?(?:polls?|checks?|asks?|quer(?:y|ies)|watch(?:es)?) ${T} (?:(?:every|each|once|per|an?) [\\w ]+? |hourly |daily )?for ${R}$`,
      "i",
    ),
  );
  const read = text.match(
    new RegExp(
      `^(?:the service |it |we )?(?:gets?|pulls?|fetch(?:es)?|reads?|loads?|takes?) ${R} from ${T}(?! (?:in)?to )`,
      "i",
    ),
  );
  const [thing = "", index] = asked ? [asked[2], asked[1]] : [read?.[1], read?.[2]];
  const from = of(index);
  if (!from || thingsIn(thing).length === 0) return undefined;
  draft.pulled = { thing, from };
  return undefined;
}

/** "Push them to A and to B", "it creates invoice lines in A": what was read before. */
function pushed(draft: Draft, { text, of }: Marked): FlowDraft[] | undefined {
  const before = draft.pulled;
  if (!before) return undefined;
  const [, them = "", first, second] =
    text.match(
      new RegExp(
        `^(?:the service |it |we )?(?:then )?${moves} (them|it|these|those|each(?: one)?|(?:an? |the )?${R.slice(1, -1)}) (?:to|into|in|at|with) ${T}(?: and (?:to |into |in )?${T})?`,
        "i",
      ),
    ) ?? [];
  const made = /^(?:them|it|these|those|each(?: one)?)$/i.test(them) ? undefined : thingsIn(them)[0]?.words;
  const flows = [of(first), of(second)].flatMap((to) => flowsFor(draft, before.thing, before.from, to, {}));
  for (const flow of flows) if (made && !sameThing(made, flow.words)) flow.targetWords = made;
  return flows.length > 0 ? flows : undefined;
}

/** "Read orders from A and create sales orders in B", "takes orders from A and creates them in B as shipments". */
function readAndMade(draft: Draft, { text, of }: Marked): FlowDraft[] | undefined {
  const [, thing, source, made = "", target, as] =
    text.match(
      new RegExp(
        `^(?:reads?|gets?|fetch(?:es)?|pulls?|takes?|imports?|loads?|collects?|picks? up) ${R} from ${T}(?: [a-z]+)?(?: api)?,? and (?:then )?(?:creates?|makes?|adds?|posts?|writes?|books?|opens?|puts?|stores?|saves?|sends?|push(?:es)?|inserts?|enters?|registers?|copies|copy|transfers?) (?:them as )?(?:an? |the |new )*${R} (?:in|on|at|to|into) ${T}(?: (?:rest |http |json )?(?:api|side))?(?: as (?:an? |the |new )*${R})?$`,
        "i",
      ),
    ) ?? [];
  return made === "" ? undefined : turned(draft, [thing, of(source), as ?? made, of(target)]);
}

/** "Every finished job from A becomes a draft invoice in B". */
function becomes(draft: Draft, { text, of }: Marked): FlowDraft[] | undefined {
  const [, thing, source, made, target] =
    text.match(
      new RegExp(
        `^${R} (?:from|in|of) ${T} (?:becomes?|(?:are|is|to be|must be|should be) (?:created|made|added|entered|opened|copied|booked) as|turns? into|(?:is|are|be) (?:turned|made) into|ends? up as) (?:an? |the |new )*${R} in ${T}`,
        "i",
      ),
    ) ?? [];
  return made === undefined ? undefined : turned(draft, [thing, of(source), made, of(target)]);
}

/** What goes from one to the other and is something else there; in the state, if one is named, in which it arrives. */
function turned(
  draft: Draft,
  [thing = "", from, made = "", to]: readonly [
    string | undefined,
    System | undefined,
    string | undefined,
    System | undefined,
  ],
): FlowDraft[] | undefined {
  const flows = flowsFor(draft, thing, from, to, {});
  const [target] = /^(?:them|it|these|those|each(?: one)?)$/i.test(made) ? [] : thingsIn(made);
  for (const flow of flows)
    if (target && !sameThing(target.words, flow.words)) {
      flow.targetWords = target.words;
      const [state] = target.states;
      if (state) flow.mapped.push({ to: "status", label: "Status", making: { kind: "constant", value: state } });
    }
  return flows.length > 0 ? flows : undefined;
}

/** "Keep the contacts the same in both": in the two that the brief names. */
function inBoth(draft: Draft, { text }: Marked): FlowDraft[] | undefined {
  const [, thing = ""] =
    text.match(
      new RegExp(
        `\\b(?:keep|hold) ${R} (?:in (?:step|sync|line)|the same|up to date|aligned|equal|identical|synchroni[sz]ed) (?:in|on|across|between) (?:both|the two)(?: [a-z]+)?(?: of them)?$`,
        "i",
      ),
    ) ?? [];
  const [one, other] = draft.systems.most();
  return thing === "" ? undefined : flowsFor(draft, thing, one, other, { twoWays: true });
}

/** "When a contact is changed in A it should change in B": the same thing on the other side. */
function changesToo(draft: Draft, { text, of }: Marked): FlowDraft[] | undefined {
  const [, thing = "", source, target] =
    text.match(
      new RegExp(
        `^(?:when(?:ever)?|if|as soon as|every time|each time) ${R} (?:(?:is|are|has been|have been|was|were) )?(?:changed?|changes|updated?|edited|added|created|modified|new)(?: or (?:changed?|changes|updated?|edited|added|created))? (?:in|on|at) ${T},? (?:it|this|that|the same|the change) (?:(?:should|must|has to|needs to|shall|will) )?(?:also )?(?:be )?(?:changes?d?|updated?|appears?|happens?|arrives?|shown?|there) (?:in|on|at) ${T}`,
        "i",
      ),
    ) ?? [];
  const flows = flowsFor(draft, thing, of(source), of(target), {});
  for (const flow of flows) flow.webhook = true;
  return flows.length > 0 ? flows : undefined;
}

/** "Copy employees from A to B", "every new order is sent to B", "A sends stock levels to B". */
function oneWay(draft: Draft, { text, of }: Marked): FlowDraft[] | undefined {
  const patterns: readonly (readonly [RegExp, (m: RegExpMatchArray) => readonly [string, string?, string?]])[] = [
    // "The approved shifts are fetched from A and posted to B."
    [
      new RegExp(
        `^${R} (?:is|are|must be|should be|have to be) ${moved} from ${T} and (?:then )?${moved} (?:to|into|in) ${T}`,
        "i",
      ),
      (m) => [m[1] ?? "", m[2], m[3]],
    ],
    [
      new RegExp(`\\b${moves} ${R} from ${T}(?: on)? (?:to|into|in|with|over to) ${T}`, "i"),
      (m) => [m[1] ?? "", m[2], m[3]],
    ],
    [
      new RegExp(`\\bfrom ${T} (?:to|into) ${T},? ?(?:${moves} |we (?:need|want|send) )?${R}(?:$|[.,])`, "i"),
      (m) => [m[3] ?? "", m[1], m[2]],
    ],
    [new RegExp(`\\b${moves} ${R} (?:of|in) ${T} (?:to|into|with|over to) ${T}`, "i"), (m) => [m[1] ?? "", m[2], m[3]]],
    [new RegExp(`\\b${moves} ${T} ${R} (?:to|into|with) ${T}`, "i"), (m) => [m[2] ?? "", m[1], m[3]]],
    // "Import paid Shopify orders into NetSuite".
    [
      new RegExp(
        `\\b${moves} ((?:all )?[a-z]+ed|new|all|paid|open|changed|confirmed) ${T} ${R} (?:to|into|with) ${T}`,
        "i",
      ),
      (m) => [`${m[1]} ${m[3]}`, m[2], m[4]],
    ],
    [
      new RegExp(`^${T} (?:sends?|push(?:es)?|gives?|passes?|forwards?|publishes) ${R} (?:on )?(?:to|into) ${T}`, "i"),
      (m) => [m[2] ?? "", m[1], m[3]],
    ],
    [
      new RegExp(`^${T} (?:gets?|receives?|reads?|takes?|pulls?|fetch(?:es)?) ${R} from ${T}`, "i"),
      (m) => [m[2] ?? "", m[3], m[1]],
    ],
    [
      new RegExp(
        `^${R} (?:from|of|in) ${T} (?:(?:is|are|must be|should be|has to be|have to be|needs? to be|will be|gets?) )?(?:then |automatically |immediately )*${moved} (?:to|into|in|with|on) ${T}`,
        "i",
      ),
      (m) => [m[1] ?? "", m[2], m[3]],
    ],
    [
      new RegExp(
        `^${R} (?:(?:is|are|must be|should be|has to be|have to be|needs? to be|will be|gets?) )?(?:then |automatically |immediately )*${moved} from ${T} (?:to|into|in|with|on) ${T}`,
        "i",
      ),
      (m) => [m[1] ?? "", m[2], m[3]],
    ],
    [
      new RegExp(
        `^${R} (?:(?:is|are|must be|should be|has to be|have to be|needs? to be|will be|gets?) )?(?:then |automatically |immediately )*${moved} (?:to|into|in|with|on) ${T}`,
        "i",
      ),
      (m) => [m[1] ?? "", undefined, m[2]],
    ],
    [new RegExp(`\\b${moves} ${R} (?:to|into|with) ${T}`, "i"), (m) => [m[1] ?? "", undefined, m[2]]],
    [new RegExp(`\\b(?:get|pull|fetch|read|import|take) ${R} from ${T}`, "i"), (m) => [m[1] ?? "", m[2], undefined]],
  ];
  for (const [pattern, read] of patterns) {
    const match = text.match(pattern);
    if (!match) continue;
    const [thing, source, target] = read(match);
    const to = of(target) ?? (of(source) && otherThan(draft, of(source)));
    const from = of(source) ?? (to && sourceFor(draft, thing, to));
    if (from && to && from !== to && thingsIn(thing).length > 0) return flowsFor(draft, thing, from, to, {});
  }
  return undefined;
}

/** "Stock levels come back every 15 minutes." */
function backwards(draft: Draft, { text, of }: Marked): FlowDraft[] | undefined {
  const match = text.match(
    new RegExp(
      `^${R} (?:come|comes|flow|flows|go|goes|(?:is|are|must be) (?:sent|returned|written|reported|copied)) back\\b(?:.*?from ${T})?`,
      "i",
    ),
  );
  const first = draft.flows[0];
  if (!match || !first) return undefined;
  return flowsFor(draft, match[1] ?? "", of(match[2]) ?? first.to, first.from, {});
}

const otherThan = (draft: Draft, system: System | undefined): System | undefined => {
  const others = draft.systems.all.filter((each) => each !== system);
  return others.length === 1 ? others[0] : draft.flows.find(({ from, to }) => from !== system && to === system)?.from;
};

/** Where a thing comes from, when a clause says only where it goes. */
function sourceFor(draft: Draft, thing: string, to: System): System | undefined {
  const known = flowsIn(draft, thing).find((flow) => flow.to === to);
  if (known) return known.from;
  // "Members are pushed to A", and there is a members database.
  const heads = thingsIn(thing).map(({ words }) => words.at(-1) ?? "");
  const own = draft.systems.all.filter(
    (system) =>
      system !== to &&
      heads.some((head) =>
        system.core
          .split(" ")
          .map((word) => singular(word))
          .includes(head),
      ),
  );
  return own.length === 1 ? own[0] : otherThan(draft, to);
}

/** Where all of it goes, told once: "QuickBooks to Odoo", "moves data from SAGE into Odoo". */
export function wayIn(draft: Draft, text: string): { from: System; to: System } | undefined {
  const clause = marked(text, draft.systems.mentions(text));
  const [, first, second] = clause.text.match(new RegExp(`${T}(?: online| desktop| data)* (?:in)?to ${T}`, "i")) ?? [];
  const [from, to] = [clause.of(first), clause.of(second)];
  return from && to && from !== to ? { from, to } : undefined;
}

const carrying =
  /^(?:(?:the|this|our) (?:system|service|tool|application|software|migration|it) (?:must|should|shall|will|has to|needs to) )?(?:then )?(?:extracts?|fetch(?:es)?|gets?|reads?|pulls?|migrates?|moves?|imports?|exports?|transfers?|sync(?:hroni[sz]e)?s?|loads?|cop(?:y|ies)|retrieves?|downloads?) (?<list>.+?)(?: from «\d+».*| (?:in)?to «\d+».*| (?:using|with|via|through|by|page by page|in batches)\b.*)?$/i;

/** "Fetch all customers, vendors and invoices", where the way is told elsewhere. */
export function carried(draft: Draft, text: string, way: { from: System; to: System }): FlowDraft[] {
  const { list = "" } = marked(text, draft.systems.mentions(text)).text.match(carrying)?.groups ?? {};
  return list === "" || /\b(?:them|it|these|those|data|records)\b/i.test(list)
    ? []
    : flowsFor(draft, list, way.from, way.to, {});
}

/** "Load the data into Odoo", "transform the data to the Odoo format": all that moves. */
const ofAll =
  /^(?:(?:the|this|our) [a-z]+ (?:must|should|shall|will|has to|needs to) )?(?:then )?(?:loads?|writes?|imports?|saves?|creates?(?: or updates?)?|updates?|inserts?|transforms?|converts?|maps?|translates?) (?:all )?(?:the )?(?:data|records|everything|them|it|results?) (?:in)?(?:to|in|as) (?:the )?«\d+»/i;

export const movesAll = (draft: Draft, text: string): boolean =>
  ofAll.test(marked(text, draft.systems.mentions(text)).text);

type Thing = { words: string[]; states: string[]; tags: string[] };

function flowsFor(
  draft: Draft,
  thing: string,
  from: System | undefined,
  to: System | undefined,
  { twoWays = false },
): FlowDraft[] {
  if (!from || !to || from === to) return [];
  return thingsIn(thing).map(({ words, states, tags }) => {
    const flow = flowFor(draft, words, from, to);
    if (twoWays) flow.twoWays = true;
    for (const state of states) onlyWhen(flow, state);
    for (const tag of tags) onlyTagged(flow, tag);
    return flow;
  });
}

const sameThing = (a: readonly string[], b: readonly string[]) => a.join(" ") === b.join(" ");

const filler =
  /^(?:the|our|all|every|each|any|an?|its|their|new|changed|updated|modified|existing|recent|latest|failed|day's|today's|single|own|and|or|these|those|following|more|details?|of|data|about|information|on|both|my|only)$/i;

/** What may stand before a thing and says which of them: "confirmed bookings". */
const stateWord =
  /^(?:[a-z]{3,}ed|paid|unpaid|successful|valid|sent|open|closed|active|inactive|draft|final|overdue|available|won|lost|live|public|private|won|done|online|sold|shipped)$/i;

/** "New and changed employees" are employees; "orders and customers" are two things. */
function thingsIn(phrase: string): Thing[] {
  const [head = "", tagged] = phrase.trim().split(/ (?:that are )?(?:tagged|labell?ed) (?:as |with )?/i);
  const parts = head
    .replace(/\b(?:that|which|who|where|whose|with|for|by|per|in real time|automatically)\b.*$/i, "")
    .split(/,| and | & /i)
    .map((part) => part.trim().split(/\s+/).filter(Boolean));
  const things: Thing[] = [];
  let states: string[] = [];
  for (const part of parts) {
    // "The stock of an article" is the stock; "details of orders" are orders.
    const of = part.findIndex((word) => /^of$/i.test(word));
    const named = of > 0 && !filler.test(part[of - 1] ?? "") ? part.slice(0, of) : part;
    const kept = named.filter((word) => !filler.test(word));
    const nouns = kept.filter(
      (word, index) => !(stateWord.test(word) && (index < kept.length - 1 || parts.length > 1)),
    );
    states.push(...kept.filter((word) => !nouns.includes(word)).map((word) => word.toLowerCase()));
    if (nouns.length === 0) continue;
    const words = nouns.slice(-3).map((word) => word.toLowerCase().replace(/'s?$/, ""));
    if (words.some((word) => !/^[a-z][\w-]*$/.test(word)) || notThings.test(words.at(-1) ?? "")) continue;
    words[words.length - 1] = singular(words.at(-1) ?? "");
    things.push({ words, states, tags: tagged ? [tagged.split(/\s/)[0] ?? ""] : [] });
    states = [];
  }
  return things.slice(0, 6);
}

const notThings =
  /^(?:it|them|they|we|us|me|you|this|that|data|everything|anything|nothing|something|information|changes?|records?|sync|system|way|time|times|hour|minute|day|error|errors|failure|failures|one|ones|step|line|there|page|email|e-mail|message|request|requests|mail|name|value|field|format|cents|euros?|text|log|report|list|status|systems)$/;

/** Only those in this state: others stay behind. */
function onlyWhen(flow: FlowDraft, state: string): void {
  const word = state.toLowerCase();
  const flag = flow.values.find(({ name, type }) => type === "flag" && name.toLowerCase() === word);
  const field =
    flag ?? valueFor(flow, flagWords.test(word) ? word : "status", flagWords.test(word) ? "flag" : undefined);
  if (!field) return;
  const reason = `${pluralText(flow)} that are not ${word}`;
  if (flow.skip.some((each) => each.reason === reason)) return;
  flow.skip.push(
    field.type === "flag"
      ? { reason, when: { op: "isNotTrue", field: field.name } }
      : { reason, when: { op: "isNoneOf", field: field.name, values: [word] } },
  );
}

export const flagWords =
  /^(?:active|public|published|billable|anonymous|subscribed|unsubscribed|archived|deleted|internal|test|visible|hidden|enabled|disabled|blocked|private|verified|online)$/;

function onlyTagged(flow: FlowDraft, tag: string): void {
  const field = valueFor(flow, "tags", "words");
  const reason = `${pluralText(flow)} not tagged ${tag.toLowerCase()}`;
  if (!field || tag === "" || flow.skip.some((each) => each.reason === reason)) return;
  field.type = "words";
  flow.skip.push({ reason, when: { op: "hasNot", field: field.name, values: [tag.toLowerCase()] } });
}

export const pluralText = ({ words }: FlowDraft): string => pluralOf(words);
