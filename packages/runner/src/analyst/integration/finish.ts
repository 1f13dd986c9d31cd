import type { Flow, Making, Mapped, Schedule, System } from "../../artefacts/flows.ts";
import type { Analysis, Brief, Contract, Entity, Requirement } from "../../artefacts.ts";
import { capital, kebab, pascal, slugOf } from "../fields.ts";
import { type Draft, type FlowDraft, labelOf, pluralOf, readValue, type Wish } from "./draft.ts";
import { addUsual } from "./values.ts";

/** Fills in what every such service needs and nobody says, and gives everything its final form. */
export function finish(brief: Brief, draft: Draft): Analysis {
  const flows = draft.flows.slice(0, 8).flatMap((flow) => flowsOf(draft, flow));
  const names = new Map(
    draft.flows.map((flow, index) => [`flow#${index}`, flows.find(({ draft: own }) => own === flow)?.flow.name]),
  );
  const used = new Set(flows.flatMap(({ flow }) => [flow.from, flow.to]));
  const systems = draft.systems.all
    .filter(({ name }) => used.has(name))
    .map(
      ({ name, label }): System => ({
        name,
        label,
        auth: draft.auth.get(name) ?? "oauth2",
        ...(draft.rates.has(name) ? { maxPerSecond: draft.rates.get(name) } : {}),
      }),
    );
  for (const { name, label } of systems)
    if (!draft.auth.has(name))
      draft.assumptions.add(
        `${label} lets programs in by OAuth 2 with client credentials; API keys and refresh tokens are a setting away.`,
      );
  draft.assumptions.add(
    "Nothing is known of the APIs of these systems but what the brief says. Paths, names of fields, paging, the way of writing and the headers of webhooks are those of a plain JSON API until mapping.json says otherwise.",
  );
  const contract: Contract = {
    kind: "integration",
    title: capital(brief.name.trim()).slice(0, 100),
    slug: slugOf(brief.name, "project"),
    entities: entitiesOf(flows.map(({ flow }) => flow)),
    reports: [],
    assumptions: [...draft.assumptions],
    systems,
    flows: flows.map(({ flow }) => flow),
    recordTries: draft.tries ?? 8,
  };
  return { contract, requirements: requirementsOf(draft.wishes, contract, names) };
}

type Finished = { flow: Flow; draft: FlowDraft };

function flowsOf(draft: Draft, own: FlowDraft): Finished[] {
  const plural = labelOf(pluralOf(own.words).split(" "));
  if (own.told.size === 0) {
    const labels = addUsual(own);
    draft.assumptions.add(
      `The brief doesn't say what is sent of ${plural.toLowerCase()}: ${labels.map((label) => label.toLowerCase()).join(", ")}. More is a line in src/flows and a name in mapping.json.`,
    );
  }
  when(draft, own, plural);
  const isLevel = /^(?:stock|inventory|price|quantity|stock level|inventory level|stock count|availability)$/.test(
    own.words.join(" "),
  );
  if (isLevel && own.mode === undefined) {
    own.mode = "update";
    draft.assumptions.add(`${plural} change what ${own.to.label} has and make nothing new there.`);
  }
  if (own.mode === "update" && !own.matchBy) {
    const key = own.values.find(
      ({ name }) => own.told.has(name) && /sku|number|reference|code|email|^id$|Id$/i.test(name),
    );
    if (key) {
      own.matchBy = key.name;
      draft.assumptions.add(`${plural} are found in ${own.to.label} by ${key.label.toLowerCase()}.`);
    }
  }
  const mapping = mappingOf(own);
  const keyed = own.matchBy
    ? mapping.find(({ to, making }) => to === own.matchBy || ("from" in making && making.from === own.matchBy))
    : undefined;
  const first = mapping.flatMap(({ making }) =>
    "from" in making && typeof making.from === "string" ? [making.from] : [],
  )[0];
  const emptied = new Set(own.skip.flatMap(({ when: test }) => (test.op === "isEmpty" ? [test.field] : [])));
  const keySource =
    keyed && "from" in keyed.making && typeof keyed.making.from === "string" ? keyed.making.from : undefined;
  const values = own.values.map((value) => ({
    ...value,
    required:
      !emptied.has(value.name) && (value.name === keySource || (keySource === undefined && value.name === first)),
  }));
  const name = nameOf(draft, own);
  const conflict = own.conflict ?? "newest";
  const backName = `${name}-back`;
  const flow: Flow = {
    name,
    label: plural,
    from: own.from.name,
    to: own.to.name,
    source: thing(own.words),
    target: thing(own.targetWords),
    values,
    mapping,
    skip: own.skip,
    ...(own.ends.length > 0 ? { ends: own.ends } : {}),
    mode: own.mode ?? "upsert",
    ...(keyed ? { matchBy: keyed.to } : {}),
    ...(own.schedule ? { schedule: own.schedule } : {}),
    webhook: own.webhook,
    ...(own.twoWays
      ? {
          back: {
            flow: backName,
            conflict: ({ newest: "newest", first: "source", second: "target" } as const)[conflict],
          },
        }
      : {}),
  };
  for (const { label, effect } of own.ends)
    if (effect !== "remove")
      draft.assumptions.add(
        `${label} get ${effect.label.toLowerCase()} “${effect.value}” in ${own.to.label}; what that is called there is settled in mapping.json and src/flows.`,
      );
  if (!own.twoWays) return [{ flow, draft: own }];
  if (own.conflict === undefined)
    draft.assumptions.add(`When ${plural.toLowerCase()} have changed on both sides, the later change wins.`);
  return [
    { flow, draft: own },
    { flow: backOf(flow, own, backName, conflict), draft: own },
  ];
}

/** When a flow runs, and what was decided of that for the author. */
function when(draft: Draft, own: FlowDraft, plural: string): void {
  const hourly: Schedule = { kind: "every", seconds: 3600 };
  if (own.webhook && !own.schedule) {
    own.schedule = hourly;
    draft.assumptions.add(`Webhooks can get lost, so ${plural.toLowerCase()} are also looked through every hour.`);
  }
  if (!own.webhook && !own.schedule) {
    own.webhook = true;
    own.schedule = hourly;
    draft.assumptions.add(
      `The brief doesn't say when ${plural.toLowerCase()} are sent: as they change, by webhook, and every hour for what no webhook told.`,
    );
  }
}

/** What the target gets: what is told, as it is unless it arrives in another form. */
function mappingOf(own: FlowDraft): Mapped[] {
  const copies = own.values
    .filter(
      ({ name }) =>
        (own.told.has(name) || name === own.matchBy) &&
        !own.consumed.has(name) &&
        !own.mapped.some(({ to }) => to === name),
    )
    .map(({ name, label }): Mapped => ({ to: name, label, making: { kind: "copy", from: name } }));
  const order = own.values.map(({ name }) => name);
  const place = ({ making }: Mapped) => {
    const from = "from" in making ? (typeof making.from === "string" ? making.from : (making.from[0] ?? "")) : "";
    const at = order.indexOf(from);
    return at < 0 ? order.length : at;
  };
  return [...copies, ...own.mapped].sort((a, b) => place(a) - place(b));
}

const thing = (words: readonly string[]) => ({
  key: kebab(pluralOf(words).split(" ")),
  label: labelOf(words),
  plural: labelOf(pluralOf(words).split(" ")),
});

function nameOf(draft: Draft, own: FlowDraft): string {
  const name = kebab(pluralOf(own.words).split(" "));
  const same = draft.flows.filter((flow) => kebab(pluralOf(flow.words).split(" ")) === name);
  const free = ["access", "paging", "reliability", "service", "rates", "two-ways"].includes(name)
    ? `${name}-flow`
    : name;
  return same.length > 1 ? `${free}-to-${own.to.name}` : free;
}

/** The same records the other way: what was made of a value is taken apart again where that can be done. */
function backOf(flow: Flow, own: FlowDraft, name: string, conflict: "newest" | "first" | "second"): Flow {
  const types = new Map(flow.values.map((value) => [value.name, value]));
  const values = flow.mapping.flatMap(({ to, label, making }) => {
    if (making.kind === "constant") return [];
    const from = typeof making.from === "string" ? types.get(making.from) : undefined;
    const type =
      making.kind === "toCents"
        ? ("whole" as const)
        : making.kind === "fromCents"
          ? ("amount" as const)
          : (from?.type ?? ("text" as const));
    return [{ name: to, label, type, required: to === flow.matchBy }];
  });
  const mapping = flow.mapping.flatMap(({ to, making }) => reversed(flow, to, making));
  const names = [...new Set(mapping.map((mapped) => mapped.to))];
  return {
    ...flow,
    name,
    label: `${flow.label} back`,
    from: flow.to,
    to: flow.from,
    source: flow.target,
    target: flow.source,
    values: values.some(({ required }) => required)
      ? values
      : values.map((value, index) => ({ ...value, required: index === 0 })),
    mapping: names.flatMap((each) => mapping.find(({ to }) => to === each) ?? []),
    skip: [],
    ends: undefined,
    ...(flow.matchBy ? { matchBy: backKey(flow) } : {}),
    back: { flow: flow.name, conflict: ({ newest: "newest", first: "target", second: "source" } as const)[conflict] },
    webhook: own.webhook,
  };
}

const backKey = (flow: Flow): string => {
  const making = flow.mapping.find(({ to }) => to === flow.matchBy)?.making;
  return making && "from" in making && typeof making.from === "string" ? making.from : (flow.matchBy ?? "");
};

function reversed(flow: Flow, to: string, making: Making): Mapped[] {
  const labelled = (name: string) =>
    flow.values.find((value) => value.name === name)?.label ?? readValue(name)?.label ?? name;
  switch (making.kind) {
    // What was counted out of others, or put under another name for good, can't be taken back.
    case "constant":
    case "product":
    case "sum":
    case "difference":
    case "daysAfter":
    case "countryCode":
      return [];
    case "joined": {
      const [first = "", last = ""] = making.from;
      return [
        { to: first, label: labelled(first), making: { kind: "firstName", from: to } },
        { to: last, label: labelled(last), making: { kind: "lastName", from: to } },
      ];
    }
    case "firstName":
    case "lastName": {
      const parts = flow.mapping.filter(
        (each) =>
          (each.making.kind === "firstName" || each.making.kind === "lastName") && each.making.from === making.from,
      );
      const from = parts.sort((a) => (a.making.kind === "firstName" ? -1 : 1)).map((each) => each.to);
      return from.length < 2
        ? []
        : [{ to: making.from, label: labelled(making.from), making: { kind: "joined", from } }];
    }
    case "toCents":
    case "fromCents":
      return [
        {
          to: making.from,
          label: labelled(making.from),
          making: { kind: making.kind === "toCents" ? "fromCents" : "toCents", from: to },
        },
      ];
    case "translated":
      return [
        {
          to: making.from,
          label: labelled(making.from),
          making: { kind: "translated", from: to, table: making.table.map(([from, other]) => [other, from]) },
        },
      ];
    default:
      return [{ to: making.from, label: labelled(making.from), making: { kind: "copy", from: to } }];
  }
}

const fieldTypes = {
  text: "text",
  email: "email",
  amount: "decimal",
  whole: "integer",
  flag: "boolean",
  day: "date",
  instant: "dateTime",
  words: "text",
} as const;

/** What moves, as records with their values. */
function entitiesOf(flows: readonly Flow[]): Entity[] {
  const bySource = new Map(flows.map((flow) => [flow.source.key, flow]));
  return [...bySource.values()].map(({ source, values }) => ({
    name: pascal(source.label.split(" ")),
    label: source.label,
    pluralLabel: source.plural,
    path: source.key,
    display: values[0]?.name ?? "id",
    fields: values.map(({ name, label, type, required }) => ({
      name,
      label,
      type: fieldTypes[type],
      required,
      unique: false,
    })),
    computed: [],
    search: [],
    rules: [],
    lists: [],
  }));
}

function requirementsOf(
  wishes: readonly Wish[],
  contract: Extract<Contract, { kind: "integration" }>,
  names: ReadonlyMap<string, string | undefined>,
): Requirement[] {
  const seen = new Set<string>();
  const told = wishes.flatMap((wish): Omit<Requirement, "id">[] => {
    const key = wish.text.toLowerCase();
    if (seen.has(key)) return [];
    seen.add(key);
    const targets = [...new Set([...wish.targets].flatMap((target) => targetOf(contract, names, target)))];
    const gap =
      wish.gap ?? (targets.length === 0 ? "This version read the sentence but could not build it." : undefined);
    return [
      {
        text: sentence(wish.text),
        kind: wish.kind,
        priority: gap !== undefined && wish.priority === "must" ? "should" : wish.priority,
        source: { part: wish.sentence.part, quote: wish.sentence.quote },
        acceptance: gap ? [] : [acceptanceOf(targets)],
        targets: gap ? [] : targets,
        ...(gap ? { gap } : {}),
      },
    ];
  });
  const met = new Set(told.flatMap(({ targets }) => targets));
  const implied = owed
    .map(([text, targets]) => ({
      text,
      targets: targets.filter(
        (target) =>
          !met.has(target) && (target !== "service:signature" || contract.flows.some(({ webhook }) => webhook)),
      ),
    }))
    .filter(({ targets }) => targets.length > 0)
    .map(
      ({ text, targets }): Omit<Requirement, "id"> => ({
        text,
        kind: "quality",
        priority: "must",
        source: { part: "implied", quote: "" },
        acceptance: [acceptanceOf(targets)],
        targets,
      }),
    );
  return [...told, ...implied].map((each, index) => ({ id: `R${index + 1}`, ...each }));
}

/** What every such service owes, whether or not somebody says it. */
const owed: readonly (readonly [text: string, targets: readonly string[]])[] = [
  [
    "Nothing is lost and nothing arrives twice when the service, a system or the line between them fails.",
    ["service:resume", "service:retries", "service:limits"],
  ],
  ["Every page of a list is read, and only what has changed is asked for.", ["service:paging"]],
  [
    "What didn't arrive is kept with the reason, reported, and can be tried again.",
    ["service:report", "service:alerts"],
  ],
  ["How it stands can be seen by people and asked by programs.", ["service:status"]],
  [
    "Only who proves who they are is believed or let in, and no secret leaves the service.",
    ["service:auth", "service:signature", "service:operator", "service:logs"],
  ],
];

/** `flow#0.total` as `flow:orders.total`, when there is such a thing; else the flow itself. */
function targetOf(
  contract: Extract<Contract, { kind: "integration" }>,
  names: ReadonlyMap<string, string | undefined>,
  target: string,
): string[] {
  if (target.startsWith("service:")) return [target];
  const [, index = "", sign = "", part = ""] = target.match(/^(flow#\d+)(?:([.~@!])(.+))?$/) ?? [];
  const flow = contract.flows.find(({ name }) => name === names.get(index));
  if (!flow) return [];
  const own = `flow:${flow.name}`;
  const isThere =
    (sign === "." && flow.mapping.some(({ to }) => to === part)) ||
    (sign === "!" && flow.ends?.[Number(part)] !== undefined) ||
    (sign === "~" && flow.skip[Number(part)] !== undefined) ||
    (sign === "@" &&
      (
        {
          schedule: flow.schedule,
          webhook: flow.webhook,
          once: flow.mode === "once",
          match: flow.matchBy,
          back: flow.back,
        } as Record<string, unknown>
      )[part]);
  if (sign === ".") {
    const made = flow.mapping.filter(
      ({ making }) =>
        "from" in making && (making.from === part || (Array.isArray(making.from) && making.from.includes(part))),
    );
    if (!isThere && made.length > 0) return made.map(({ to }) => `${own}.${to}`);
  }
  return isThere ? [`${own}${sign}${part}`] : [own];
}

const sentence = (text: string): string =>
  `${capital(text.trim())
    .slice(0, 600)
    .replace(/[.,;:]+$/, "")}.`;

function acceptanceOf(targets: readonly string[]): Requirement["acceptance"][number] {
  const [first = ""] = targets;
  if (first.includes("~"))
    return {
      given: "a record that the rule is about and one beside it",
      when: "both are synced",
      then: "the first stays behind with the reason and the second arrives",
    };
  if (first.includes("!"))
    return {
      given: "a record that has arrived",
      when: "it is over at its source",
      then: "the target no longer has it, or has it as one that is over",
    };
  if (first.includes("@schedule"))
    return { given: "a sync whose time has come", when: "nobody asks for it", then: "it runs" };
  if (first.includes("@webhook"))
    return {
      given: "a record that has just changed",
      when: "a signed webhook tells of it",
      then: "it arrives once, without a sync",
    };
  if (first.includes("@once"))
    return {
      given: "a record that has arrived",
      when: "it is synced, changed and told of again",
      then: "the target has it once",
    };
  if (first.includes("@match"))
    return {
      given: "a record that the target had before",
      when: "it is synced",
      then: "it is found there and none is made",
    };
  if (first.includes("@back"))
    return {
      given: "a record that has changed on both sides",
      when: "both ways are synced",
      then: "the right side has won and nothing goes to and fro",
    };
  if (first.startsWith("service:"))
    return {
      given: "the service between two systems",
      when: "this happens",
      then: "it does as said, seen from outside",
    };
  return { given: "a record at the source", when: "it is synced", then: "the target has it, once, with these values" };
}
