import type { Analysis, Brief, Contract, Entity, Field, Move, Requirement } from "../artefacts.ts";
import { overclaimed } from "./claims.ts";
import {
  addField,
  type Draft,
  type DraftEntity,
  isFinal,
  labelOf,
  pathOf,
  pluralWords,
  statesOf,
  type Wish,
} from "./draft.ts";
import { capital, isPerson, kebab, slugOf } from "./fields.ts";
import { addFollows } from "./follows.ts";
import { dropFigures, dropScene, dropSubject, dropUnclaimed, dropUnmet, fragmentsAsGaps } from "./leftovers.ts";
import { staff, stateVerbs } from "./lexicon.ts";
import { resolveMail } from "./mail/resolve.ts";
import { dropEmpty } from "./reconcile.ts";
import { openRights, resolveRights } from "./rights/resolve.ts";
import { infinitive } from "./tokens.ts";

/** Fills in what every application needs and nobody says, and gives everything its final form. */
export function finish(brief: Brief, draft: Draft): Analysis {
  openRights(draft);
  if (draft.signIn) staffAsAccounts(draft);
  else withoutRoles(draft);
  dropEmpty(draft);
  breakCircles(draft);
  const lost = new Set<string>();
  for (const wish of draft.wishes) {
    const reason = wish.gap === undefined && wish.targets.size > 0 ? overclaimed(draft, wish) : undefined;
    if (!reason) continue;
    if (wish.kind === "computed") for (const target of wish.targets) lost.add(target);
    asGap(wish, reason);
  }
  forgetFigures(draft, lost);
  resolveMail(draft);
  fragmentsAsGaps(draft);
  dropScene(draft);
  dropSubject(draft);
  dropUnclaimed(draft);
  dropUnmet(draft);
  dropFigures(draft);
  const roles = rolesOf(draft);
  if (roles) resolveRights(draft, roles);
  const access = roles && { roles, defaultRole: usualRole(draft, roles) };
  const entities = draft.entities.map((entity) => entityOf(draft, entity, access !== undefined));
  addFollows(draft, entities);
  for (const entity of entities) dropUnreached(draft, entity);
  for (const entity of draft.entities)
    if (!draft.wishes.some(({ targets }) => targets.has(entity.name)))
      draft.wishes.push({
        text: `Keep ${pluralWords(entity).join(" ")}.`,
        sentence: { part: "objectives", quote: "", text: "" },
        kind: "entity",
        priority: "must",
        targets: new Set([entity.name]),
      });
  const contract: Contract = {
    kind: "web-app",
    title: capital(brief.name.trim()).slice(0, 100),
    slug: slugOf(brief.name, "project"),
    entities,
    reports: draft.reports.map((report) => ({
      ...report,
      measures: report.measures.map((measure) => ({ ...measure })),
    })),
    ...(access ? { access } : {}),
    assumptions: [...draft.assumptions],
  };
  return { contract, requirements: requirementsOf(draft, contract) };
}

/** An e-mail on a state that no move leads to would never be sent. */
function dropUnreached(draft: Draft, entity: Entity): void {
  const { state } = entity;
  if (!state) return;
  const isNever = ({ when }: NonNullable<Entity["notifications"]>[number]) =>
    when.kind === "becomes" &&
    when.field === state.field &&
    (when.to?.some((value) => !state.moves.some(({ to }) => to === value)) ?? false);
  for (const { name } of entity.notifications?.filter(isNever) ?? [])
    for (const wish of draft.wishes.filter(({ targets }) => targets.has(`${entity.name}#notify-${name}`)))
      asGap(
        wish,
        `Nothing in the brief moves a ${entity.label.toLowerCase()} to the state that this e-mail is sent on.`,
      );
  const kept = entity.notifications?.filter((each) => !isNever(each)) ?? [];
  if (kept.length > 0) entity.notifications = kept;
  else delete entity.notifications;
}

/** Whether it is told later what meets a sentence, when all records are known. */
const isToldLater = ({ tellings, mails }: Draft, wish: Wish): boolean =>
  [...tellings, ...mails].some((told) => told.wish === wish);

/** Somebody of whom nothing is kept, and who is told to have rights: an account is all there is to them. */
const isOnlyRole = (draft: Draft, { words, lists, rules, csv, verbs }: DraftEntity): boolean =>
  lists.length === 0 &&
  rules.length === 0 &&
  csv.size === 0 &&
  verbs.size === 0 &&
  draft.tellings.some(
    ({ telling, wish }) => wish.gap === undefined && telling.who !== "everyone" && telling.who.includes(kebab(words)),
  );

const asGap = (wish: Wish, gap: string) =>
  Object.assign(wish, { gap, priority: wish.priority === "could" ? "could" : "should", targets: new Set() });

/** What adds up a figure that was read otherwise than it was meant is no figure either. */
function forgetFigures(draft: Draft, lost: ReadonlySet<string>): void {
  const isClaimed = (target: string) => draft.wishes.some(({ targets }) => targets.has(target));
  for (const { name, entity, measures } of draft.reports) {
    const isWrong = measures.some(({ field }) => {
      const target = `${entity}.${field}`;
      const owner = draft.entities.find((each) => each.name === entity);
      return lost.has(target) && !isClaimed(target) && owner?.computed.some((each) => each.name === field);
    });
    if (!isWrong) continue;
    for (const wish of draft.wishes)
      if (wish.targets.has(`report:${name}`))
        asGap(wish, "The records are kept, but what this would add up could not be told from the brief.");
  }
}

/** With a sign-in, staff are accounts, not records: what refers to them refers to an account. */
function staffAsAccounts(draft: Draft): void {
  const isAccount = (entity: DraftEntity) =>
    entity.fields.length === 0 &&
    entity.computed.length === 0 &&
    (staff.has(entity.words.at(-1) ?? "") ||
      entity.words[0] === "staff" ||
      entity.words.at(-1) === "person" ||
      isOnlyRole(draft, entity));
  const gone = new Set(draft.entities.filter(isAccount).map(({ name }) => name));
  if (gone.size === draft.entities.length) return;
  for (const entity of draft.entities.filter(({ name }) => gone.has(name))) draft.roles.add(kebab(entity.words));
  draft.entities = draft.entities.filter(({ name }) => !gone.has(name));
  for (const { fields } of draft.entities)
    for (const field of fields) if (field.target && gone.has(field.target)) field.target = "User";
  for (const wish of draft.wishes)
    for (const target of [...wish.targets])
      if (gone.has(target.split(/[.?!~#@]/)[0] ?? "")) wish.targets.delete(target);
  for (const wish of draft.wishes)
    if (wish.targets.size === 0 && !wish.gap && !isToldLater(draft, wish)) wish.targets.add("access");
}

/** Without a sign-in nobody can be told apart: rules on roles are taken out, and that is said. */
function withoutRoles(draft: Draft): void {
  if (draft.roles.size > 0)
    draft.assumptions.add(
      `No sign-in was asked for, so whoever reaches the application acts as ${[...draft.roles].join(" or ")}. Ask for a sign-in to hold each action to its role.`,
    );
  for (const entity of draft.entities) {
    const places = new Map<number, number>();
    const kept = entity.rules.filter((rule, index) => {
      if (rule.kind === "moveNeedsRole") return false;
      places.set(index, places.size);
      return true;
    });
    if (kept.length === entity.rules.length) continue;
    entity.rules = kept;
    for (const wish of draft.wishes) {
      const targets = [...wish.targets].flatMap((target) => {
        const [name, index] = target.split("~");
        if (name !== entity.name || index === undefined) return [target];
        const place = places.get(Number(index));
        return place === undefined ? [] : [`${name}~${place}`];
      });
      wish.targets = new Set(targets);
    }
  }
}

/** References that need each other could never be filled in: the later one becomes optional. */
function breakCircles(draft: Draft): void {
  const needs = (entity: DraftEntity) =>
    entity.fields.filter((field) => field.type === "reference" && field.required && field.target !== undefined);
  const reaches = (from: string | undefined, to: string, seen = new Set<string>()): boolean => {
    if (from === to) return true;
    const entity = draft.entities.find(({ name }) => name === from);
    if (!entity || seen.has(entity.name)) return false;
    seen.add(entity.name);
    return needs(entity).some(({ target }) => reaches(target, to, seen));
  };
  for (const entity of draft.entities)
    for (const field of needs(entity)) if (reaches(field.target, entity.name)) field.required = false;
}

type Roles = NonNullable<Contract["access"]>["roles"];

function rolesOf(draft: Draft): Roles | undefined {
  if (!draft.signIn) return undefined;
  const manages = (name: string) =>
    /^(?:admin|administrator|manager|director|owner|boss|supervisor|head|chief)/.test(name);
  const names = [...draft.roles].map((role) => kebab(role.split("-"))).filter((role) => role !== "");
  const roles = [...new Set(names)].map((name) => ({
    name,
    label: capital(name.replaceAll("-", " ")),
    manages: manages(name),
  }));
  if (roles.length === 0) roles.push({ name: "member", label: "Member", manages: false });
  // Whoever signs up is not by that alone one of the few who may.
  const isOfFew =
    roles.some(({ name }) => isNamed(draft, name)) &&
    roles.filter((role) => !role.manages).every(({ name }) => isNamed(draft, name));
  const others = roles.some(({ name }) => name === "member") ? "guest" : "member";
  if (isOfFew) roles.push({ name: others, label: capital(others), manages: false });
  // Whoever is new manages nothing.
  if (roles.every((role) => role.manages)) roles.unshift({ name: "member", label: "Member", manages: false });
  if (!roles.some((role) => role.manages)) roles.push({ name: "administrator", label: "Administrator", manages: true });
  return roles;
}

/** Whether a right is told to be that of a role, and of few others. */
const isNamed = (draft: Draft, role: string): boolean =>
  draft.tellings.some(
    ({ telling: { kind, who }, wish }) =>
      wish.gap === undefined && kind === "only" && who !== "everyone" && who.includes(role),
  );

/** What people are who sign up by themselves: no manager, none of the few who may, and whoever sees and writes least. */
function usualRole(draft: Draft, roles: Roles): string {
  const unmanaging = roles.filter(({ manages }) => !manages);
  const plain = unmanaging.length > 0 ? unmanaging : roles;
  const many = plain.filter(({ name }) => !isNamed(draft, name));
  const may = (who: readonly string[] | undefined, name: string) => Number(who?.includes(name) ?? true);
  const sight = ({ name }: Roles[number]) =>
    draft.entities.filter(
      ({ rights }) =>
        may(rights?.see, name) === 1 &&
        !rights?.own?.some(({ roles: limited, verbs }) => limited.includes(name) && verbs.includes("see")),
    ).length;
  const writing = ({ name }: Roles[number]) =>
    draft.entities.reduce(
      (sum, { rights }) => sum + may(rights?.create, name) + may(rights?.change, name) + may(rights?.delete, name),
      0,
    );
  const [least] = (many.length > 0 ? many : plain).toSorted((a, b) => sight(a) - sight(b) || writing(a) - writing(b));
  return least?.name ?? "member";
}

function entityOf(draft: Draft, entity: DraftEntity, access: boolean): Entity {
  const state = stateOf(entity, access);
  const display = displayOf(entity, isChosen(draft, entity));
  entity.fields.push(...(entity.owners ?? []));
  const isText = (field: Field) => ["text", "longText", "email", "phone"].includes(field.type);
  const words = entity.fields.filter((field) => isText(field) || field.type === "reference").map(({ name }) => name);
  const lists = [...new Map(entity.lists.map((list) => [list.name, list])).values()];
  const wordsForOne = labelOf(entity);
  return {
    name: entity.name,
    label: wordsForOne,
    pluralLabel: capital(pluralWords(entity).join(" ")),
    path: uniquePath(draft, entity),
    display,
    fields: [...entity.fields].sort(
      (a, b) =>
        Number(b.name === display && b.type !== "reference") - Number(a.name === display && a.type !== "reference"),
    ),
    computed: entity.computed,
    search: [
      ...new Set([
        ...words,
        ...[...entity.search].filter((place) => entity.fields.some(({ name }) => name === place.split(".")[0])),
      ]),
    ],
    ...(state ? { state } : {}),
    rules: entity.rules,
    lists,
    ...(entity.order.length > 0 ? { order: entity.order } : {}),
    ...(entity.csv.size > 0 ? { csv: [...entity.csv].sort() } : {}),
    ...(entity.rights ? { rights: entity.rights } : {}),
    ...(entity.notifications ? { notifications: entity.notifications } : {}),
  };
}

function uniquePath(draft: Draft, entity: DraftEntity): string {
  const path = pathOf(entity);
  const before = draft.entities.slice(0, draft.entities.indexOf(entity)).filter((each) => pathOf(each) === path).length;
  return before === 0 ? path : `${path}-${before + 1}`;
}

const titled =
  /^(?:request|ticket|task|issue|claim|job|order|project|complaint|idea|proposal|case|incident|application|event|course|report|post|article|todo|action|bug|expense|quote|contract|assignment|meeting|campaign|problem|fault|defect)$/;

/** What happens on a day, though nobody thought of saying so. */
const happening =
  /(?:attendance|inspection|visit|delivery|treatment|cleaning|repair|check|meeting|session|appointment|consultation|examination|measurement|vaccination|training)$/;

/** Other records point at it, so people choose it from a list. */
const isChosen = (draft: Draft, { name, isEvent }: DraftEntity): boolean =>
  !isEvent && draft.entities.some((each) => each.name !== name && each.fields.some(({ target }) => target === name));

/** What something can be told apart by, beside a name. */
const calls =
  /name|title|number|code|reference|label|description|plate|registration|sku|isbn|topic|subject|species|variety|model|location|make|product|type|nr|id$/i;
/** What is called by where it is. */
const places = /^(?:house|property|building|flat|home|apartment|plot|place|premises|location|venue|room|unit|site)$/;

/** "Schools with their address and head teacher": what others are of, and somebody can be reached at, is called something. */
const isUnnamed = (entity: DraftEntity, isChosen: boolean): boolean =>
  isChosen &&
  entity.told &&
  !places.test(entity.words.at(-1) ?? "") &&
  entity.fields.some(({ name, type }) => /address$/i.test(name) || ["phone", "email"].includes(type)) &&
  !entity.fields.some(
    ({ name, type, required }) => calls.test(name) || (required && /^(?:reference|date|dateTime)$/.test(type)),
  );

/** The value that names a record to people; records without one get a name or a title. */
function displayOf(entity: DraftEntity, isChosen: boolean): string {
  const texts = entity.fields.filter(({ type }) => type === "text");
  const best =
    ["name", "title", "topic", "subject", "label", "fullName", "summary"]
      .map((name) => texts.find((field) => field.name === name))
      .find((field) => field !== undefined) ?? texts.find(({ name, required }) => required && /name|title/i.test(name));
  if (best) {
    best.required = true;
    return best.name;
  }
  const head = entity.words.at(-1) ?? "";
  const reference = entity.fields.find(({ type, required }) => type === "reference" && required);
  // People have names, whether or not somebody thought of saying so.
  if (
    entity.told &&
    isPerson(head) &&
    !entity.fields.some(({ name, type }) => /name|^(?:company|firm|organi[sz]ation)$/i.test(name) && type === "text")
  ) {
    entity.fields.unshift({ name: "name", label: "Name", type: "text", required: false, unique: false });
    return "name";
  }
  if (
    !entity.told &&
    reference &&
    texts.length === 0 &&
    happening.test(head) &&
    entity.fields.every(({ type }) => type === "reference")
  ) {
    addField(entity, { name: "date", label: "Date", type: "date", required: true, unique: false });
    return reference.name;
  }
  // A line between an order and a product is called by the product.
  const ends = entity.fields.filter(({ type, required }) => type === "reference" && required);
  const isLine = entity.told && /^(?:item|line|position)$/.test(head) && entity.words.length > 1;
  const [, part] = ends;
  if (isLine && part && ends.length === 2) return part.name;
  if (isUnnamed(entity, isChosen)) {
    entity.fields.unshift({ name: "name", label: "Name", type: "text", required: true, unique: false });
    return "name";
  }
  // A task with a day and a priority still has to say what is to be done.
  const isTask = /^(?:todo|task|ticket|issue)$/.test(head) && !texts.some(({ unique }) => !unique);
  if (isTask && !entity.fields.some(({ type }) => type === "longText")) {
    entity.fields.unshift({ name: "title", label: "Title", type: "text", required: true, unique: false });
    return "title";
  }
  const told = entity.told ? nameAmong(entity) : undefined;
  if (told) return told.name;
  const numbered = texts.find(({ name }) => /number|code|reference|isbn|sku|plate|registration/i.test(name));
  if (titled.test(head) && !entity.isEvent) {
    entity.fields.unshift({ name: "title", label: "Title", type: "text", required: true, unique: false });
    return "title";
  }
  if (
    reference &&
    !isPerson(head) &&
    (entity.isEvent ||
      texts.length > 0 ||
      entity.fields.some(({ type }) => ["date", "dateTime", "money", "decimal", "integer", "time"].includes(type)))
  )
    return texts.find(({ required }) => required)?.name ?? reference.name;
  if (numbered) {
    numbered.required = true;
    return numbered.name;
  }
  entity.fields.unshift({ name: "name", label: "Name", type: "text", required: true, unique: false });
  if (isPerson(head) && entity.fields.length === 1) {
    addField(entity, { name: "email", label: "E-mail", type: "email", required: false, unique: false });
    addField(entity, { name: "phone", label: "Phone", type: "phone", required: false, unique: false });
  }
  return "name";
}

/** What people would call a record by when its author lists all it holds: a short text, a number, whom it is for, a day. */
function nameAmong({ fields }: DraftEntity): Field | undefined {
  const first = (fits: (field: Field) => boolean) => fields.find((field) => field.name !== "status" && fits(field));
  const called =
    first(({ type, unique }) => type === "text" && unique) ??
    first(({ type, required }) => type === "text" && required) ??
    first(({ type, required }) => type === "reference" && required) ??
    first(({ type, required }) => ["date", "dateTime", "email"].includes(type) && required) ??
    first(({ type }) => type === "text" || type === "longText");
  if (called?.type === "text" || called?.type === "longText") called.required = true;
  return called;
}

/** What is set aside, or called off, at any time: "on hold", "cancelled". */
const aside = /^(?:on hold|paused|postponed|suspended|parked)$/;
const calledOff = /^(?:cancell?ed|withdrawn|abandoned)$/;
/** Who decides between these and a rejection decides once; an applicant may be rejected at every step. */
const decided = /^(?:approved|accepted|confirmed|granted|passed)$/;

/** From which states a step is reached: from the one before, past what is only set aside; called off from everywhere. */
function stepsBefore(steps: readonly (readonly string[])[], index: number, to: string): string[] {
  const before: string[] = [];
  const isEnd = (each: string) => isFinal(each) || calledOff.test(each);
  const isLost = to === "lost" || (to === "rejected" && !steps[index]?.some((each) => decided.test(each)));
  if (calledOff.test(to) || aside.test(to) || isLost)
    return steps
      .slice(0, index)
      .flat()
      .filter((each) => !isEnd(each));
  for (let at = index - 1; at >= 0; at -= 1) {
    before.push(...(steps[at] ?? []));
    if (!steps[at]?.every((each) => aside.test(each))) break;
  }
  return before;
}

function stateOf(entity: DraftEntity, access: boolean): Entity["state"] {
  const states = statesOf(entity);
  if (!states) return undefined;
  const chosen = entity.fields.find(({ name }) => name === "status");
  // A status nobody described is the one that the verbs tell.
  const given = entity.hasStatus && entity.verbs.size > 0 ? [] : (chosen?.values ?? []);
  const initial = entity.states ? states.initial : (given[0] ?? states.initial);
  const values = [...new Set([...given, ...states.values])].filter(
    (value) => entity.states || given.length === 0 || value !== states.initial || given.includes(value),
  );
  const final = new Set(states.final);
  const moves = new Map<string, Move>();
  const put = (action: string, to: string, from: readonly string[], roles: readonly string[], stamp?: string) => {
    const known = moves.get(action);
    const usable = from.filter((each) => values.includes(each) && each !== to);
    if (known && known.to === to) known.from = [...new Set([...known.from, ...usable])];
    else if (!known && usable.length > 0) {
      if (stamp)
        addField(entity, {
          name: stamp,
          label: capital(stamp.replace(/On$/, " on")),
          type: "date",
          required: false,
          unique: false,
        });
      moves.set(action, {
        action,
        label: capital(action.replaceAll("-", " ")),
        from: [...usable],
        to,
        roles: access ? [...roles] : [],
        stamps: stamp ? [{ field: stamp, with: "today" }] : [],
      });
    }
  };
  entity.states?.steps.forEach((step, index) => {
    for (const to of step) {
      const verb = infinitive(to);
      const before =
        index === 0
          ? []
          : stepsBefore(entity.states?.steps ?? [], index, to).filter(
              (each) => !/^(?:rejected|cancelled|canceled|declined|refused|denied|lost|withdrawn)$/.test(each),
            );
      if (index > 0)
        put(
          stateVerbs.has(verb) || verb !== to ? kebab([verb]) : kebab(["mark", ...to.split(" ")]),
          to,
          before,
          [...(entity.verbs.get(verb) ?? [])],
          stateVerbs.get(verb)?.stamp,
        );
    }
  });
  for (const [verb, roles] of entity.verbs) {
    const inOrder = entity.states && moves.get(kebab([verb]));
    if (inOrder) {
      // Its place in the order is told; who may do it is all that is added.
      if (access) inOrder.roles = [...new Set([...inOrder.roles, ...roles])];
      continue;
    }
    const known = stateVerbs.get(verb);
    const to = verb === "submit" ? "submitted" : (known?.participle ?? `${verb}ed`);
    if (!values.includes(to)) values.push(to);
    const usual =
      verb === "cancel" || verb === "withdraw"
        ? values.filter(
            (each) =>
              !/^(?:cancell?ed|withdrawn|completed?|finished|done|returned|rejected|declined|refused|closed|delivered|collected|ended|expired)$/.test(
                each,
              ),
          )
        : (known?.from ?? []).filter((each) => values.includes(each));
    const running = values.filter((each) => each !== to && !final.has(each));
    const told = entity.onlyFrom.get(verb);
    put(
      verb,
      to,
      told
        ? [...told]
        : usual.length > 0
          ? usual
          : verb === "pay" && values.includes("approved")
            ? ["approved"]
            : running.length > 0
              ? running
              : [initial],
      [...roles],
      known?.stamp,
    );
    const move = moves.get(kebab([verb]));
    if (move && access) move.roles = [...new Set([...move.roles, ...roles])];
  }
  if (moves.size === 0) return undefined;
  if (chosen) Object.assign(chosen, { type: "enum", values, default: initial, required: true });
  else
    entity.fields.push({
      name: "status",
      label: "Status",
      type: "enum",
      values,
      default: initial,
      required: true,
      unique: false,
    });
  return { field: "status", initial, moves: [...moves.values()] };
}

/**
 * "A price must be positive" says how things are, not that all else is worthless without it: what this version can't do
 * stops a delivery only when the author says that it would.
 */
const stressed = /\b(?:essential|crucial|vital|indispensable|non-negotiable|absolutely (?:must|needs?|has|have))\b/i;

function requirementsOf(draft: Draft, contract: Contract): Requirement[] {
  const written = new Set<string>();
  const wishes = draft.wishes.filter((wish) => {
    const key = `${wish.text.toLowerCase()} ${wish.gap ?? ""}`;
    return written.has(key) ? false : written.add(key);
  });
  const requirements = wishes.map((wish, index): Requirement => {
    const targets = [...wish.targets].filter((target) => isThere(contract, target));
    const gap =
      wish.gap ?? (targets.length === 0 ? "This version read the sentence but could not build it." : undefined);
    return {
      id: `R${index + 1}`,
      text: sentence(wish.text),
      kind: wish.kind,
      priority:
        gap !== undefined && wish.priority === "must" && !wish.isWhole && !stressed.test(wish.text)
          ? "should"
          : wish.priority,
      source: { part: wish.sentence.quote === "" ? "implied" : wish.sentence.part, quote: wish.sentence.quote },
      acceptance: gap ? [] : [acceptanceOf(wish, targets)],
      targets: gap ? [] : targets,
      ...(gap ? { gap } : {}),
    };
  });
  requirements.push({
    id: `R${requirements.length + 1}`,
    text: "What was entered survives a restart, and bad input is refused with a reason for each field.",
    kind: "quality",
    priority: "must",
    source: { part: "implied", quote: "" },
    acceptance: [{ given: "a record", when: "the application is restarted", then: "the record is still there" }],
    targets: [],
  });
  if (contract.access && !requirements.some(({ targets }) => targets.includes("access")))
    requirements.push({
      id: `R${requirements.length + 1}`,
      text: "People sign in, each with a role.",
      kind: "role",
      priority: "must",
      source: { part: "implied", quote: "" },
      acceptance: [{ given: "nobody signed in", when: "any record is asked for", then: "the answer is 401" }],
      targets: ["access"],
    });
  return requirements;
}

const sentence = (text: string) =>
  `${capital(text.replaceAll("‹", "(").replaceAll("›", ")").replaceAll("¦", ", ").trim())
    .slice(0, 600)
    .replace(/[.,;:]+$/, "")}.`;

/** Whether a target names something that the contract really has. */
export function isThere(contract: Contract, target: string): boolean {
  if (target === "access") return contract.access !== undefined;
  if (target.startsWith("report:")) return contract.reports.some(({ name }) => `report:${name}` === target);
  const [, name, sign, part = ""] = target.match(/^([A-Z][A-Za-z0-9]*)(?:([.?!~#@])(.+))?$/) ?? [];
  const entity = contract.entities.find((each) => each.name === name);
  if (!entity) return false;
  if (sign === ".")
    return entity.fields.some((field) => field.name === part) || entity.computed.some((each) => each.name === part);
  if (sign === "?") return entity.lists.some((list) => list.name === part);
  if (sign === "!") return entity.state?.moves.some((move) => move.action === part) ?? false;
  if (sign === "~") return entity.rules[Number(part)] !== undefined;
  if (sign === "#" && part === "order") return entity.order !== undefined;
  if (sign === "#" && part.startsWith("notify-"))
    return entity.notifications?.some(({ name: own }) => `notify-${own}` === part) ?? false;
  if (sign === "@") return part in (entity.rights ?? {});
  if (sign === "#") return entity.csv?.some((each) => each === part) ?? false;
  return true;
}

function acceptanceOf(wish: Wish, targets: readonly string[]): Requirement["acceptance"][number] {
  const what = targets[0]?.split(/[.?!~#@]/)[0] ?? "record";
  switch (wish.kind) {
    case "state":
      return {
        given: `a ${what} in the state it comes from`,
        when: "the action is taken",
        then: "it is in the new state, and from any other state the action is refused",
      };
    case "rule":
      return {
        given: `a ${what} that breaks the rule`,
        when: "it is saved",
        then: "it is refused with the reason at the field",
      };
    case "list":
      return {
        given: `one ${what} that belongs to the list and one that doesn't`,
        when: "the list is opened",
        then: "it shows only the first",
      };
    case "search":
      return { given: `several ${what} records`, when: "one is searched for", then: "only what fits is found" };
    case "import-export":
      return {
        given: `several ${what} records`,
        when: "they leave or come in as a CSV file",
        then: "every row is there, and a wrong row is named and nothing of its file kept",
      };
    case "report":
    case "computed":
      return {
        given: "records with known values",
        when: "the figures are opened",
        then: "they equal counting by hand",
      };
    case "notification":
      return {
        given: `a ${what} and the address of whom it concerns`,
        when: "the occasion comes",
        then: "the e-mail arrives there once, in words about it, and none on other occasions",
      };
    case "role":
      return { given: "somebody without the role", when: "they try the action", then: "it is refused" };
    default:
      return { given: `a valid ${what}`, when: "it is saved and opened again", then: "it holds what was entered" };
  }
}
