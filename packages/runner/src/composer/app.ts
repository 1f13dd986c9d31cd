import type {
  Analysis,
  Brief,
  Computed,
  Condition,
  Entity,
  Field,
  Move,
  Notification,
  Report,
  Requirement,
  Rule,
} from "../artefacts.ts";

/** One part of a condition. */
export type Comparison = Condition[number];

/** A field with its names: in the contract (`source`), in API and code (`name`), in the database (`column`). */
export type AppField = {
  source: string;
  name: string;
  column: string;
  label: string;
  kind: string;
  required: boolean;
  unique: boolean;
  values?: string[];
  /** The path of the records a reference points at. */
  target?: string;
  min?: number;
  max?: number;
  default?: string | number | boolean;
  readOnly: boolean;
  /** Written down by a move; a new record leaves it empty. */
  stamped: boolean;
  byUser: boolean;
  /** What files it holds, where its kind is `file`. */
  files?: { pictures: boolean; most: number };
  /** What tells a record from all others together with more of its values: no two examples have the same. */
  varies: boolean;
};

export type AppComputed = {
  source: string;
  name: string;
  label: string;
  kind: "boolean" | "integer" | "decimal" | "money" | "percent" | "date" | "dateTime";
  value: Computed["value"];
};

export type AppMove = {
  action: string;
  label: string;
  from: string[];
  to: string;
  roles: string[];
  asks: string[];
  stamps: Move["stamps"];
  needs: Extract<Rule, { kind: "moveNeedsRole" }>[];
  follows: AppFollow[];
};

type Made = { field: AppField; from: AppField | AppComputed | "itself" | "today" };

/** What follows from a move in records of another kind. */
export type AppFollow = { entity: AppEntity; message: string } & (
  | { kind: "sets"; via: AppField; field: AppField; to: string }
  | { kind: "makes"; values: Made[] }
);

export type AppEntity = {
  name: string;
  /** The variable of one record's resource, `hire`. */
  ident: string;
  folder: string;
  table: string;
  path: string;
  label: string;
  plural: string;
  display: string;
  fields: AppField[];
  computed: AppComputed[];
  search: string[];
  state?: { field: string; initial: string; values: string[]; moves: AppMove[] };
  rules: Rule[];
  /** All rules, those of its moves too, in the order in which requirements number them. */
  told: Rule[];
  csv: ("export" | "import")[];
  lists: { name: string; label: string; when: Condition; sort?: string; descending?: boolean }[];
  order: { field: string; descending?: boolean; first?: string | boolean }[];
  rights?: Entity["rights"];
  notifications: AppNotification[];
};

/** What is told by e-mail; to whom in the steps of the API, `["customerId", "email"]`. */
export type AppNotification = {
  source: string;
  /** No other of the application has it: `booking-confirmed`. */
  name: string;
  when: Notification["when"];
  only: Condition;
  to: (
    | { path: string[] }
    | { roles: string[] }
    | { office: true }
    | { each: AppEntity; via: string; path: string[]; when: Condition }
  )[];
  subject: string;
  text: string;
  values: string[];
};

export type AppReport = {
  name: string;
  label: string;
  entity: AppEntity;
  groupBy: string;
  /** The reference whose record holds what is grouped by. */
  via?: { name: string; entity: AppEntity };
  each?: Report["each"];
  over?: NonNullable<Report["over"]>;
  and?: string;
  when: Condition;
  measures: { name: string; label: string; fn: "count" | "sum" | "average"; field?: string }[];
  ranked?: NonNullable<Report["ranked"]>;
};

type AppRole = { name: string; label: string; manages: boolean };
type AppAccess = { roles: AppRole[]; defaultRole: string; path: string };

/** Whether any record of the application has files. */
export const keepsFiles = ({ entities }: Pick<App, "entities">): boolean =>
  entities.some(({ fields }) => fields.some(({ kind }) => kind === "file"));

/** The contract with every name decided: what tables, files, variables and API fields are called. */
export type App = {
  name: string;
  title: string;
  description: string;
  slug: string;
  entities: AppEntity[];
  reports: AppReport[];
  access?: AppAccess;
  assumptions: string[];
  requirements: Requirement[];
};

/**
 * Decides all names of an application. Labels stay what people wrote; names become safe identifiers that collide
 * neither with each other nor with what the application itself needs.
 */
export function nameApp(brief: Brief, written: Analysis): App {
  const analysis = onOneLine(written);
  const { contract } = analysis;
  const taken = new Set(contract.entities.map((entity) => entity.path));
  const path = ["users", "accounts", "sign-ins", "people-with-access"].find((each) => !taken.has(each)) ?? "q-users";
  const access = contract.access ? { ...contract.access, path } : undefined;
  const paths = new Map(contract.entities.map((entity) => [entity.name, entity.path]));
  const targetOf = (field: Field) => paths.get(field.target ?? "") ?? (access ? path : undefined);
  const entities = contract.entities.map((entity) => nameEntity(entity, targetOf, access));
  for (const entity of entities)
    for (const computed of entity.computed) computed.kind = kindOfComputed(entities, entity, computed, 0);
  for (const { name, state } of contract.entities)
    for (const { action, follows } of state?.moves ?? []) {
      const entity = entities.find((each) => each.name === name);
      const move = entity?.state?.moves.find((each) => each.action === action);
      if (entity && move) move.follows = (follows ?? []).flatMap((each) => nameFollow(entities, entity, each));
    }
  for (const [index, entity] of entities.entries())
    entity.notifications = (contract.entities[index]?.notifications ?? []).map((each) =>
      nameNotification(entities, entity, each, access),
    );
  return {
    name: plainLine(brief.name),
    title: contract.title,
    description: firstSentences(plainLine(brief.description)),
    slug: contract.slug,
    entities,
    reports: contract.reports.flatMap((report) => nameReport(entities, report)),
    ...(access ? { access } : {}),
    assumptions: contract.assumptions,
    requirements: analysis.requirements,
  };
}

/** Words that can't be variables, or are already in the files where entities are variables. */
const reserved = new Set(
  `arguments array as async await boolean break call case catch class code const continue date day debugger default delete do else
  enum eval export extends false field fields finally for from function get if implements import in instanceof interface
  let model new next noon now null of ok package private protected public record refused request resource return row
  sql static super switch test this throw true try type typeof undefined user var void while with yield body api app
  sum aliased plusDays isBlank assert client computed tables entity start add move seed seeder application idsOf file picture paper files`.split(
    /\s+/,
  ),
);

export const isReserved = (name: string): boolean => reserved.has(name);

function nameEntity(
  entity: Entity,
  targetOf: (field: Field) => string | undefined,
  access: AppAccess | undefined,
): AppEntity {
  const camel = entity.name.charAt(0).toLowerCase() + entity.name.slice(1);
  const ident = reserved.has(camel) ? `${camel}Record` : camel;
  const stamped = new Map(
    (entity.state?.moves ?? []).flatMap((move) => move.stamps.map((stamp) => [stamp.field, stamp.with] as const)),
  );
  const used = new Set(["id"]);
  const telling = tellingIn(entity);
  const fields = entity.fields.map((field): AppField => {
    const target = field.type === "reference" ? targetOf(field) : undefined;
    const kind = field.type === "enum" ? "choice" : field.type === "reference" && !target ? "text" : field.type;
    const isState = field.name === entity.state?.field;
    const wanted = kind === "reference" && !field.name.endsWith("Id") ? `${field.name}Id` : field.name;
    const name = unusedIn(used, wanted === "id" ? "idNumber" : wanted);
    const by = stamped.get(field.name);
    const onAccount = target !== undefined && target === access?.path;
    return {
      source: field.name,
      name,
      column: snake(name),
      label: field.label,
      kind: isState ? "choice" : kind,
      required: isState || (field.required && by === undefined) || (kind === "boolean" && field.required),
      unique: field.unique && kind !== "file",
      ...(kind === "file" ? { files: field.files ?? { pictures: false, most: 1 } } : {}),
      ...(field.values ? { values: [...new Set(field.values)] } : {}),
      ...(target ? { target } : {}),
      ...(field.min === undefined ? {} : { min: field.min }),
      ...(field.max === undefined ? {} : { max: field.max }),
      ...(isState ? { default: entity.state?.initial } : field.default === undefined ? {} : { default: field.default }),
      readOnly: isState || by === "currentUser",
      stamped: by !== undefined,
      byUser: onAccount && field.required && by === undefined,
      varies: field.name === telling,
    };
  });
  const state = nameState(entity, fields, used, access);
  const computed = entity.computed.map(
    (each): AppComputed => ({
      source: each.name,
      name: unusedIn(used, each.name),
      label: each.label,
      kind: "integer",
      value: each.value,
    }),
  );
  // Nothing is called by a file, and nothing is put in its order.
  const named = [...fields.filter((field) => field.kind !== "file"), ...computed];
  const find = (source: string) => named.find((each) => each.source === source)?.name;
  return {
    name: entity.name,
    ident,
    folder: kebab(entity.name),
    table: snake(entity.path),
    path: entity.path,
    label: entity.label,
    plural: entity.pluralLabel,
    display: find(entity.display) ?? named[0]?.name ?? "id",
    fields,
    computed,
    search: entity.search,
    ...(state ? { state } : {}),
    rules: entity.rules.filter((rule) => rule.kind !== "moveNeedsRole"),
    told: entity.rules,
    csv: entity.csv ?? [],
    ...(access && entity.rights ? { rights: entity.rights } : {}),
    notifications: [],
    lists: entity.lists.map((list) => ({
      name: list.name,
      label: list.label,
      when: list.when,
      ...(list.sort && find(list.sort) ? { sort: find(list.sort) } : {}),
      ...(list.sort && find(list.sort) && list.descending ? { descending: true } : {}),
    })),
    order: (entity.order ?? []).flatMap((each) => {
      const field = find(each.field);
      return field ? [{ ...each, field }] : [];
    }),
  };
}

/** The text by which records differ that no reference tells apart ("section, row and number are unique together"). */
function tellingIn({ rules, fields }: Entity): string | undefined {
  const own = rules.flatMap((rule) => (rule.kind === "exclusive" ? [rule.fields] : []));
  const typeOf = (name: string) => fields.find((field) => field.name === name)?.type;
  const bare = own.find((names) => names.length > 1 && names.every((name) => typeOf(name) !== "reference"));
  return bare?.find((name) => typeOf(name) === "text");
}

function nameState(
  entity: Entity,
  fields: AppField[],
  used: Set<string>,
  access: AppAccess | undefined,
): AppEntity["state"] {
  const { state } = entity;
  if (!state) return undefined;
  const values = [
    ...new Set([
      state.initial,
      ...(fields.find((field) => field.source === state.field)?.values ?? []),
      ...state.moves.flatMap((move) => [...move.from, move.to]),
    ]),
  ];
  let field = fields.find((each) => each.source === state.field);
  if (!field) {
    const name = unusedIn(used, state.field);
    field = {
      source: state.field,
      name,
      column: snake(name),
      label: "Status",
      kind: "choice",
      required: true,
      unique: false,
      default: state.initial,
      readOnly: true,
      stamped: false,
      byUser: false,
      varies: false,
    };
    fields.push(field);
  }
  field.values = inOrder(values, entity.fields.find((each) => each.name === state.field)?.values ?? []);
  const moves = state.moves.map(
    (move): AppMove => ({
      action: move.action,
      label: move.label,
      from: move.from,
      to: move.to,
      roles: access ? move.roles : [],
      asks: entity.rules.flatMap((rule) => {
        const forThis =
          rule.kind === "requiredWhen" &&
          rule.when.some(
            (each) =>
              each.field === state.field &&
              each.op === "eq" &&
              each.to &&
              "literal" in each.to &&
              each.to.literal === move.to,
          );
        const asked =
          rule.kind === "requiredWhen"
            ? fields.find((each) => each.source === rule.field && !each.readOnly)
            : undefined;
        return forThis && asked ? [asked.name] : [];
      }),
      stamps: move.stamps.filter((stamp) => fields.some((each) => each.source === stamp.field)),
      needs: access
        ? entity.rules.filter((rule) => rule.kind === "moveNeedsRole").filter((rule) => rule.action === move.action)
        : [],
      follows: [],
    }),
  );
  return { field: field.name, initial: state.initial, values: field.values, moves };
}

function nameFollow(
  entities: AppEntity[],
  entity: AppEntity,
  follow: NonNullable<Move["follows"]>[number],
): AppFollow[] {
  const fieldIn = (owner: AppEntity | undefined, source: string) =>
    owner?.fields.find((each) => each.source === source);
  if (follow.kind === "sets") {
    const via = fieldIn(entity, follow.via);
    const other = entities.find(({ path }) => path === via?.target);
    const field = fieldIn(other, follow.field);
    return via && other && field ? [{ ...follow, via, field, entity: other }] : [];
  }
  const other = entities.find(({ name }) => name === follow.of);
  const values = follow.values.flatMap(({ field: source, from }): Made[] => {
    const field = fieldIn(other, source);
    // A file belongs to one record and ends with it.
    if (field?.kind === "file") return [];
    if (field && (from === "itself" || from === "today")) return [{ field, from }];
    const part = partOf(entity, from);
    return field && part ? [{ field, from: part }] : [];
  });
  return other ? [{ kind: "makes", entity: other, message: follow.message, values }] : [];
}

const inOrder = (values: string[], order: string[]) => [
  ...order.filter((each) => values.includes(each)),
  ...values.filter((each) => !order.includes(each)),
];

function nameReport(entities: AppEntity[], report: Report): AppReport[] {
  const entity = entities.find((each) => each.name === report.entity);
  const via = entity && report.via ? partOf(entity, report.via) : undefined;
  const between = via && "target" in via ? entities.find((each) => each.path === via.target) : undefined;
  const holder = report.via ? between : entity;
  const groupBy = holder && nameIn(holder, report.groupBy);
  if (!entity || !groupBy) return [];
  const measures = report.measures.map((measure) => {
    const field = measure.field === undefined ? undefined : nameIn(entity, measure.field);
    const fn = measure.fn !== "count" && field === undefined ? ("count" as const) : measure.fn;
    return { name: measure.name, label: measure.label, fn, ...(field && fn !== "count" ? { field } : {}) };
  });
  return [
    {
      name: report.name,
      label: report.label,
      entity,
      groupBy,
      ...(via && between ? { via: { name: via.name, entity: between } } : {}),
      ...(report.each ? { each: report.each } : {}),
      ...(report.over
        ? { over: { ...report.over, field: nameIn(entity, report.over.field) ?? report.over.field } }
        : {}),
      ...(report.and ? { and: nameIn(entity, report.and) ?? report.and } : {}),
      when: report.when,
      measures,
      ...(report.ranked ? { ranked: report.ranked } : {}),
    },
  ];
}

function nameNotification(
  entities: AppEntity[],
  entity: AppEntity,
  notification: Notification,
  access: AppAccess | undefined,
): AppNotification {
  const { when } = notification;
  return {
    source: notification.name,
    name: `${entity.folder}-${notification.name}`,
    when:
      when.kind === "made"
        ? when
        : { ...when, field: pathTo(entities, entity, when.field.split("."), undefined).join(".") },
    only: notification.only,
    to: notification.to.map((to) => {
      if (to.kind === "office") return { office: true as const };
      if (to.kind === "each") {
        const each = entities.find(({ name }) => name === to.of) ?? entity;
        const path = pathTo(entities, each, to.field.split("."), access);
        return { each, via: nameIn(each, to.via) ?? to.via, path, when: to.when };
      }
      return to.kind === "roles"
        ? { roles: to.roles }
        : { path: pathTo(entities, entity, to.field.split("."), access) };
    }),
    subject: notification.subject,
    text: notification.text,
    values: notification.values.flatMap((source) => nameIn(entity, source) ?? []),
  };
}

/** The steps of the API to an address; an account ends in its e-mail. */
function pathTo(
  entities: AppEntity[],
  entity: AppEntity | undefined,
  [source = "", ...rest]: readonly string[],
  access: AppAccess | undefined,
): string[] {
  const field = entity?.fields.find((each) => each.source === source);
  if (!field) return [(entity && nameIn(entity, source)) ?? source, ...rest];
  if (field.target !== undefined && field.target === access?.path) return [field.name, "email"];
  const target = entities.find(({ path }) => path === field.target);
  return rest.length === 0 ? [field.name] : [field.name, ...pathTo(entities, target, rest, access)];
}

/** Whether anybody is told anything by e-mail. */
export const sendsMail = ({ entities }: Pick<App, "entities">): boolean =>
  entities.some(({ notifications }) => notifications.length > 0);

/** Where messages are shown, clear of all records. */
export const messagesPath = ({ entities, access }: Pick<App, "entities" | "access">): string =>
  ["messages", "mail-messages", "e-mails-sent"].find(
    (each) => each !== access?.path && !entities.some(({ path }) => path === each),
  ) ?? "q-messages";

/** What a field or computed value of the contract is called in code. */
export const nameIn = (entity: AppEntity, source: string): string | undefined => partOf(entity, source)?.name;

export const partOf = (entity: AppEntity, source: string): AppField | AppComputed | undefined =>
  entity.fields.find((field) => field.source === source) ??
  entity.computed.find((computed) => computed.source === source);

export const isComputed = (part: AppField | AppComputed): part is AppComputed => "value" in part;

function kindOfComputed(
  entities: AppEntity[],
  entity: AppEntity,
  computed: AppComputed,
  depth: number,
): AppComputed["kind"] {
  const { value } = computed;
  const kindOf = (owner: AppEntity | undefined, source: string): string => {
    const part = owner && partOf(owner, source);
    if (!owner || !part) return "integer";
    return isComputed(part) && depth < 5 ? kindOfComputed(entities, owner, part, depth + 1) : part.kind;
  };
  const numeric = (kind: string) =>
    kind === "money" ? "money" : kind === "decimal" || kind === "percent" ? "decimal" : "integer";
  switch (value.kind) {
    case "condition":
      return "boolean";
    case "sum":
      return numeric(
        kindOf(
          entities.find((each) => each.name === value.of),
          value.field,
        ),
      );
    case "product": {
      const kinds = [numeric(kindOf(entity, value.left)), numeric(kindOf(entity, value.right))];
      return kinds.includes("money") ? "money" : kinds.includes("decimal") ? "decimal" : "integer";
    }
    case "combined": {
      const kinds = value.parts.map((each) => numeric(kindOf(entity, each.value)));
      if (kinds.includes("money") || value.isMoney) return "money";
      return kinds.includes("decimal") || value.parts.some(({ times }) => !Number.isInteger(times))
        ? "decimal"
        : "integer";
    }
    case "lookup": {
      const via = partOf(entity, value.via);
      const target = via && "target" in via ? entities.find((each) => each.path === via.target) : undefined;
      const kind = kindOf(target, value.field);
      return kind === "percent" || kind === "date" || kind === "dateTime" ? kind : numeric(kind);
    }
    case "hoursBetween":
      return "decimal";
    case "average":
      return value.of.some((each) => kindOf(entity, each) === "money") ? "money" : "decimal";
    case "latest":
    case "later":
      return "date";
    case "end":
      return value.unit === "days" ? "date" : "dateTime";
    default:
      return "integer";
  }
}

/** The comparison's operands in words, for comments, test titles and the README. */
export function inWords(entity: AppEntity, condition: Condition): string {
  return condition.map((each) => comparisonInWords(entity, each)).join(" and ") || "always";
}

const opWords: Record<Comparison["op"], string> = {
  eq: "is",
  ne: "is not",
  lt: "is before or below",
  lte: "is at most",
  gt: "is above",
  gte: "is at least",
  isEmpty: "is empty",
  isSet: "is filled in",
};

function comparisonInWords(entity: AppEntity, { field, op, to }: Comparison): string {
  const label = (source: string) => (partOf(entity, source)?.label ?? source).toLowerCase();
  const operand = () => {
    if (!to) return "";
    if ("field" in to) return ` ${label(to.field)}`;
    if ("todayPlusDays" in to)
      return to.todayPlusDays === 0
        ? " today"
        : ` today ${to.todayPlusDays > 0 ? "+" : "−"} ${Math.abs(to.todayPlusDays)} days`;
    if ("currentUser" in to) return " the person signed in";
    return ` ${to.literal}`;
  };
  return `${label(field)} ${opWords[op]}${operand()}`;
}

function unusedIn(used: Set<string>, wanted: string): string {
  let name = wanted;
  for (let number = 2; used.has(name); number += 1) name = `${wanted}${number}`;
  used.add(name);
  return name;
}

const split = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[-_]+/g, " ")
    .toLowerCase()
    .split(" ");
const snake = (name: string) => split(name).join("_");
const kebab = (name: string) => split(name).join("-");
export const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

function firstSentences(description: string): string {
  const words = description;
  if (words.length <= 240) return words;
  const cut = words.slice(0, 240);
  const end = Math.max(cut.lastIndexOf(". "), cut.lastIndexOf("! "), cut.lastIndexOf("? "));
  return end > 60 ? cut.slice(0, end + 1) : `${cut.replace(/\s+\S*$/, "")}…`;
}

/** What people wrote for people; the names and values next to it are for programs and stay as they are. */
const prose = new Set(["label", "pluralLabel", "message", "title", "text", "quote", "gap", "reason", "assumptions"]);

/** The same analysis with every piece of prose on one line, without characters that hide or reorder others. */
function onOneLine<T>(value: T, key = ""): T {
  if (typeof value === "string") return (prose.has(key) ? plainLine(value) : value) as T;
  if (Array.isArray(value)) return value.map((each) => onOneLine(each, key)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, onOneLine(inner, name)])) as T;
}

const plainLine = (words: string): string =>
  words
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff]/g, "")
    .trim() || "–";
