import { addEntity, addField, type Draft, type DraftEntity, refer, statesOf, type Wish } from "../draft.ts";
import { capital } from "../fields.ts";
import { events, stateVerbs } from "../lexicon.ts";
import { infinitive } from "../tokens.ts";
import { byName } from "./amounts.ts";
import { anyOf, type Demand } from "./demand.ts";

const thing = "[\\p{L}-]+(?: [\\p{L}-]+){0,2}?";
/** The two ways in which every such sentence is said before it is read. */
const makes = new RegExp(`^an? (?<who>${thing}) that is (?<done>[\\p{L}-]+) makes an? (?<what>${thing})$`, "iu");
const sets = new RegExp(
  `^an? (?<who>${thing}) that is (?<done>[\\p{L}-]+) puts the (?<what>${thing}) to (?<state>[\\p{L}][\\p{L} -]*)$`,
  "iu",
);

/** "When a quote is accepted, it becomes a job", "when a rental is returned, the bike is available again". */
export const follows: Demand = {
  test: anyOf(makes, sets),
  read(draft, clause, wish) {
    if (draft.isTool) return false;
    const text = clause.text.replace(/[.]$/, "");
    const made = text.match(makes)?.groups;
    const set = text.match(sets)?.groups;
    const told = made ?? set;
    // Met or not, it is shown as its author wrote it.
    if (told) wish.text = clause.sentence.quote || wish.text;
    const named = told?.who === undefined ? undefined : byName(draft, told.who);
    const entity = named && told?.done ? holderOf(draft, named, told.done) : undefined;
    const state = entity && told?.done ? stateOf(entity, told.done) : undefined;
    const isDone = told !== undefined && entity !== undefined && state !== undefined && named !== undefined;
    if (
      !isDone ||
      !(made ? making(draft, entity, state, made.what ?? "", wish) : setting(draft, entity, named, state, told, wish))
    )
      return false;
    const follow = entity.follows.at(-1);
    if (follow) follow.message = `${capital(wish.text.replace(/[.]$/, ""))}.`;
    const verb = infinitive(state);
    wish.kind = "state";
    wish.targets.add(
      `${entity.name}!${stateVerbs.has(verb) || verb !== state ? verb : `mark-${state.replaceAll(" ", "-")}`}`,
    );
    return true;
  },
};

/** What has such a state: the record itself, or what is made when it is lent or booked. */
function holderOf(draft: Draft, named: DraftEntity, done: string): DraftEntity | undefined {
  if (stateOf(named, done, true)) return named;
  const taken = draft.entities.filter(
    (each) =>
      each !== named &&
      each.fields.some(({ target }) => target === named.name) &&
      stateOf(each, done, true) !== undefined &&
      [...events.values()].some(({ noun }) => noun === each.words.at(-1)),
  );
  if (taken.length === 1) return taken[0];
  return stateVerbs.has(infinitive(done.toLowerCase())) ? named : undefined;
}

/** The state that is reached; a verb that nobody has spoken of is one from now on. */
function stateOf(entity: DraftEntity, done: string, isKnown = false): string | undefined {
  const word = done.toLowerCase();
  const values = statesOf(entity)?.values ?? entity.fields.find(({ name }) => name === "status")?.values ?? [];
  const known = values.find((value) => value === word || infinitive(value) === infinitive(word));
  if (known !== undefined && (entity.states || stateVerbs.has(infinitive(known)))) {
    if (!isKnown && !entity.states && !entity.verbs.has(infinitive(known)))
      entity.verbs.set(infinitive(known), new Set());
    return known;
  }
  // Reached by no verb of its own, it comes in the order in which the states were told.
  if (known !== undefined && entity.verbs.size === 0) {
    if (!isKnown) entity.states = { values: [...values], steps: values.map((value) => [value]), inOrder: true };
    return known;
  }
  const verb = infinitive(word);
  if (isKnown || known !== undefined || !stateVerbs.has(verb)) return undefined;
  entity.verbs.set(verb, new Set());
  return stateVerbs.get(verb)?.participle;
}

/** What nobody told of beside, of a kind that is made of others: it holds what it is made of. */
function madeOf(draft: Draft, from: DraftEntity, name: string): DraftEntity | undefined {
  if (
    !/(?:^| )(?:invoice|order|job|project|permit|contract|policy|booking|membership|delivery|bill|receipt|appointment|work order|certificate|licence|license|ticket)$/.test(
      name,
    )
  )
    return undefined;
  const made = addEntity(draft, name.split(" "));
  if (!made || made.fields.length > 0) return made;
  for (const field of from.fields)
    if (
      !field.unique &&
      !/^status$|On$|number$/i.test(field.name) &&
      ["reference", "money", "text", "longText"].includes(field.type)
    )
      addField(made, { ...field });
  addField(made, { name: "date", label: "Date", type: "date", required: true, unique: false });
  return made;
}

function making(draft: Draft, entity: DraftEntity, state: string, what: string, wish: Wish): boolean {
  const name = what.toLowerCase().replace(/^new /, "");
  const made = byName(draft, name) ?? madeOf(draft, entity, name);
  if (!made || made === entity) return false;
  const tie = refer(made, entity, { required: false });
  if (!tie) return false;
  tie.required = false;
  entity.follows.push({ kind: "makes", of: made.name, state, message: "" });
  wish.targets.add(made.name).add(`${made.name}.${tie.name}`);
  return true;
}

function setting(
  draft: Draft,
  entity: DraftEntity,
  named: DraftEntity,
  state: string,
  { what = "", state: told = "" }: Partial<Record<string, string>>,
  wish: Wish,
): boolean {
  const owner = /^(?:it|they)$/i.test(what) ? named : byName(draft, what);
  const via = owner && entity.fields.find(({ target }) => target === owner.name);
  const values = owner
    ? (statesOf(owner)?.values ?? owner.fields.find(({ name }) => name === "status")?.values ?? [])
    : [];
  const to = values.find((value) => value === told.toLowerCase().trim());
  if (!owner || owner === entity || !via || to === undefined) return false;
  // What stands against a new record would stand against the next one for good.
  const isBlocked = entity.rules.some((rule) => rule.kind === "blocked" && rule.via === via.name && !rule.by);
  if (isBlocked && to !== values[0]) return false;
  via.required = true;
  entity.follows.push({ kind: "sets", via: via.name, to, state, message: "" });
  wish.targets.add(`${owner.name}.status`);
  return true;
}
