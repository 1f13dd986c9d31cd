/**
 * What the engine's steps hand to each other. Every artefact is plain JSON: it is hashed, stored, resumed and replayed.
 * The analyst makes the requirements and the contract; the composer, the checks and the packer only read them.
 */
import * as z from "zod";
import { flowParts } from "./artefacts/flows.ts";

/** What a person wrote. Data, never instructions. */
export const Brief = z.object({
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().min(1).max(20_000),
  objectives: z.string().trim().min(1).max(200_000),
});
export type Brief = z.infer<typeof Brief>;

const camel = z.string().regex(/^[a-z][A-Za-z0-9]{0,59}$/);
const pascal = z.string().regex(/^[A-Z][A-Za-z0-9]{0,59}$/);
const kebab = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
const label = z.string().min(1).max(120);

const fieldTypes = [
  "text",
  "longText",
  "integer",
  "decimal",
  "money",
  "percent",
  "boolean",
  "date",
  "dateTime",
  "time",
  "email",
  "phone",
  "url",
  "enum",
  "reference",
  "file",
] as const;

/** A literal, today (plus whole days), another field of the same record, or who is signed in. */
const Operand = z.union([
  z.object({ literal: z.union([z.string(), z.number(), z.boolean(), z.null()]) }),
  z.object({ todayPlusDays: z.number().int() }),
  z.object({ field: camel }),
  z.object({ currentUser: z.literal(true) }),
]);

/** A condition on one record; a list is all of it ("and"). Enough for what people write, small enough to test. */
export const Comparison = z.object({
  field: camel,
  op: z.enum(["eq", "ne", "lt", "lte", "gt", "gte", "isEmpty", "isSet"]),
  to: Operand.optional(),
});
export const Condition = z.array(Comparison);
export type Condition = z.infer<typeof Condition>;

/** Money is integer minor units (cents) in storage and API; dates are `YYYY-MM-DD`, instants ISO 8601 UTC. */
export const Field = z.object({
  name: camel,
  label,
  type: z.enum(fieldTypes),
  required: z.boolean(),
  unique: z.boolean(),
  values: z.array(z.string()).optional(),
  target: pascal.optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  /** Of a `file`, in a web application: pictures only or documents too, and how many at most. */
  files: z.object({ pictures: z.boolean(), most: z.number().int().min(1).max(50) }).optional(),
});
export type Field = z.infer<typeof Field>;

/** A value that is never typed in: `overdue` (condition), `total` of children, days between two dates. */
export const Computed = z.object({
  name: camel,
  label,
  value: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("condition"), when: Condition }),
    z.object({ kind: z.literal("count"), of: pascal, via: camel, when: Condition }),
    z.object({ kind: z.literal("sum"), of: pascal, via: camel, field: camel, when: Condition }),
    z.object({ kind: z.literal("product"), left: camel, right: camel }),
    /** A value of the record that a reference points at, as it is now ("the hourly rate of the desk"). */
    z.object({ kind: z.literal("lookup"), via: camel, field: camel }),
    /**
     * Values added up or taken off, each so many times: gross less tare, 96 % of a sale. With `isMoney` the values are
     * no money and each counts so many cents: 25 euros an hour.
     */
    z.object({
      kind: z.literal("combined"),
      parts: z.array(z.object({ value: camel, times: z.number() })).min(1),
      isMoney: z.literal(true).optional(),
    }),
    z.object({ kind: z.literal("daysBetween"), from: camel, to: camel }),
    /** Hours, in decimals; of two times of day, past midnight where the second is the earlier. */
    z.object({ kind: z.literal("hoursBetween"), from: camel, to: camel }),
    /** When something that starts at a moment, or at a time of the day `on`, and `lasts` so long is over. */
    z.object({
      kind: z.literal("end"),
      from: camel,
      on: camel.optional(),
      lasts: camel,
      unit: z.enum(["minutes", "hours", "days"]),
    }),
    z.object({ kind: z.literal("ageYears"), from: camel }),
    /** Of several values of the record, once all of them are there. */
    z.object({ kind: z.literal("average"), of: z.array(camel).min(2) }),
    /** The last day of what belongs to the record: its last inspection. */
    z.object({ kind: z.literal("latest"), of: pascal, via: camel, field: camel, when: Condition }),
    /** A day so long after another one ("due every 12 months after the last inspection"). */
    z.object({
      kind: z.literal("later"),
      from: camel,
      count: z.number().int().min(1).max(3_650),
      unit: z.enum(["days", "months", "years"]),
    }),
  ]),
});
export type Computed = z.infer<typeof Computed>;

/** `POST /api/<path>/{id}/<action>`: a person's verb that moves the record's state. */
export const Move = z.object({
  action: kebab,
  label,
  from: z.array(z.string()).min(1),
  to: z.string(),
  roles: z.array(kebab),
  /** Set when the move happens: the date or person it happened. */
  stamps: z.array(z.object({ field: camel, with: z.enum(["today", "now", "currentUser"]) })),
  /**
   * What follows in other records, whoever makes the move: what a reference points at is put into a state ("the bike is
   * available again"), or a record is made with what this one holds ("an accepted quote becomes a job").
   */
  follows: z
    .array(
      z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("sets"), via: camel, field: camel, to: z.string(), message: z.string() }),
        z.object({
          kind: z.literal("makes"),
          of: pascal,
          values: z.array(z.object({ field: camel, from: z.union([camel, z.literal("itself"), z.literal("today")]) })),
          message: z.string(),
        }),
      ]),
    )
    .optional(),
});
export type Move = z.infer<typeof Move>;

export const Rule = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("requiredWhen"), field: camel, when: Condition, message: z.string() }),
  z.object({ kind: z.literal("order"), first: camel, then: camel, allowEqual: z.boolean(), message: z.string() }),
  z.object({ kind: z.literal("never"), when: Condition, message: z.string() }),
  /**
   * At most one record may satisfy `when` for the same values of `fields` (a bike is out once at a time); with a
   * `period`, at most one whose days or hours overlap (a van is booked once at a time); a time of day is one of the day
   * `on`, and the end may be worked out. `each` counts within a day, week (from Monday), month or year of a date.
   * `most` allows more than one (three open loans a member).
   */
  z.object({
    kind: z.literal("exclusive"),
    fields: z.array(camel).min(1),
    when: Condition,
    period: z.object({ from: camel, to: camel, on: camel.optional() }).optional(),
    each: z.object({ field: camel, span: z.enum(["day", "week", "month", "year"]) }).optional(),
    most: z.number().int().min(2).max(100_000).optional(),
    message: z.string(),
  }),
  /** What may no longer be changed or deleted ("accepted quotes cannot be changed", "notes may never be deleted"). */
  z.object({
    kind: z.literal("locked"),
    verbs: z.array(z.enum(["change", "delete"])).min(1),
    when: Condition,
    message: z.string(),
  }),
  /**
   * No new record for what `via` points at while `when` holds: of that record itself ("bikes in repair are not
   * rented"), or, with `by`, of one that belongs to it ("no harvest while a treatment runs"). A `period` of that one has
   * to hold the record's day `on`, or today; without an end it goes on. Asked when a record is made, and again when it
   * is put to another or to another day: what was there before stays.
   */
  z.object({
    kind: z.literal("blocked"),
    via: camel,
    by: z
      .object({
        of: pascal,
        via: camel,
        period: z.object({ from: camel, to: camel, on: camel.optional() }).optional(),
      })
      .optional(),
    when: Condition,
    message: z.string(),
  }),
  /** The move needs this role when the condition holds ("supervisors approve costs above 500"). */
  z.object({
    kind: z.literal("moveNeedsRole"),
    action: kebab,
    when: Condition,
    roles: z.array(kebab).min(1),
    message: z.string(),
  }),
]);
export type Rule = z.infer<typeof Rule>;

/** `GET /api/<path>?list=<name>` and a page: what is overdue, due, open. */
export const NamedList = z.object({
  name: kebab,
  label,
  when: Condition,
  sort: camel.optional(),
  /** "Largest first": the order is from high to low. */
  descending: z.boolean().optional(),
});
export type NamedList = z.infer<typeof NamedList>;

const span = z.enum(["day", "week", "month", "quarter", "year"]);
/** What a row of a report may be for, of a date. */
export type Span = z.infer<typeof span>;

/**
 * `GET /api/reports/<name>`: one row a group. `groupBy` is a field; a reference groups by the record it points at. With
 * `via`, a reference, it is a field of the record that this one points at: harvests by the site of their hive.
 */
export const Report = z.object({
  name: kebab,
  label,
  entity: pascal,
  groupBy: camel,
  via: camel.optional(),
  /** With a date to group by: one row a day, week (from Monday), month, quarter or year of it. */
  each: span.optional(),
  /** With another group: one row for each of it and each day, week, month … of this date ("hours by lawyer and month"). */
  over: z.object({ field: camel, each: span }).optional(),
  /** With another group that is no time: one row for each of both ("theses by supervisor and status"). */
  and: camel.optional(),
  when: Condition,
  measures: z
    .array(z.object({ name: camel, label, fn: z.enum(["count", "sum", "average"]), field: camel.optional() }))
    .min(1),
  /** The most of a measure first ("most sold first"), and how many rows of it ("the ten best customers"). */
  ranked: z.object({ measure: camel, top: z.number().int().min(1).max(1_000).optional() }).optional(),
});
export type Report = z.infer<typeof Report>;

/**
 * Who of those signed in may do what with records of a kind. A verb that is not here is everybody's; a move that names
 * no roles takes the right to change.
 */
const Rights = z.object({
  see: z.array(kebab).min(1).optional(),
  create: z.array(kebab).min(1).optional(),
  change: z.array(kebab).min(1).optional(),
  delete: z.array(kebab).min(1).optional(),
  /**
   * What these roles do with no record but their own: one whose `field` names the account, or points at a record that
   * names it (`technician.account`). With several for one role, any of them makes it theirs.
   */
  own: z
    .array(
      z.object({
        roles: z.array(kebab).min(1),
        verbs: z.array(z.enum(["see", "change", "delete"])).min(1),
        field: z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)?$/),
      }),
    )
    .optional(),
});

const addressPath = z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*){0,2}$/);

/** What is told by e-mail of a record: when, to whom, in which words. */
export const Notification = z.object({
  /** No other of the entity has it. */
  name: kebab,
  when: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("made") }),
    /** A field gets another value; with `to`, one of these, in a new record too. A reference that a new record has is one. */
    z.object({ kind: z.literal("becomes"), field: camel, to: z.array(z.string()).min(1).optional() }),
    /** So many days after a date of the record, or of what a reference points at (before it when negative), once for each. */
    z.object({
      kind: z.literal("day"),
      field: z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)?$/),
      plus: z.number().int().min(-3_650).max(3_650),
    }),
  ]),
  /** Only while this holds: nobody is reminded of what is done. */
  only: Condition,
  to: z
    .array(
      z.discriminatedUnion("kind", [
        /** An e-mail field at the end of references (`customer.email`), or an account (`requester`, `technician.account`). */
        z.object({
          kind: z.literal("field"),
          field: addressPath,
        }),
        z.object({ kind: z.literal("roles"), roles: z.array(kebab).min(1) }),
        /** Whoever `field` leads to from each record that points here by `via`: all who have booked the tour. */
        z.object({ kind: z.literal("each"), of: pascal, via: camel, field: addressPath, when: Condition }),
        /** One address that whoever runs the software sets, where nobody has an account. */
        z.object({ kind: z.literal("office") }),
      ]),
    )
    .min(1),
  /** What the record is called follows it; `{value}` as in the text. */
  subject: label,
  /** `{label}` is what the record is called, `{day}` the date that it is about, `{value}` what its field became. */
  text: z.string().min(1),
  /** Fields and computed values that the message tells. */
  values: z.array(camel),
});
export type Notification = z.infer<typeof Notification>;

export const Entity = z.object({
  name: pascal,
  label,
  pluralLabel: label,
  /** The plural noun in `/api/<path>`. */
  path: kebab,
  /** The field that names a record to people. */
  display: camel,
  fields: z.array(Field).min(1),
  computed: z.array(Computed),
  /** Own fields, or what is one or two references away: `family.name`, `pupil.family.name` ("search by family"). */
  search: z.array(z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*){0,2}$/)),
  state: z.object({ field: camel, initial: z.string(), moves: z.array(Move) }).optional(),
  rules: z.array(Rule),
  lists: z.array(NamedList),
  /** The order that its list has by itself; what has the value `first` comes before all others, in every list. */
  order: z
    .array(
      z.object({
        field: camel,
        descending: z.boolean().optional(),
        first: z.union([z.string(), z.boolean()]).optional(),
      }),
    )
    .min(1)
    .optional(),
  /** Whether its list leaves as a file for spreadsheets, and whether rows of one come in. */
  csv: z.array(z.enum(["export", "import"])).optional(),
  rights: Rights.optional(),
  notifications: z.array(Notification).optional(),
});
export type Entity = z.infer<typeof Entity>;

/** What every contract has, whatever kind of software it is of. */
const common = {
  title: z.string(),
  slug: kebab,
  reports: z.array(Report),
  /** Absent when the objectives name no roles and ask for no sign-in: then everyone may do everything. */
  access: z
    .object({
      roles: z.array(z.object({ name: kebab, label, manages: z.boolean() })).min(1),
      /** The role of a person who signs up or is seeded without another. */
      defaultRole: kebab,
    })
    .optional(),
  /** What was decided for the author, in sentences for the README. */
  assumptions: z.array(z.string()),
};

const WebApp = z.object({ kind: z.literal("web-app"), ...common, entities: z.array(Entity).min(1) });

/** Its entities are what moves, with the values that are read of each. */
const Integration = z.object({
  kind: z.literal("integration"),
  ...common,
  entities: z.array(Entity).min(1),
  ...flowParts,
});

/** What a tool makes of files whose rows are its one entity: nothing is kept. */
const Files = z.object({
  /** What is added up, by one value or several: "totals per category and month". */
  tables: z.array(
    z.object({
      name: kebab,
      label,
      groupBy: z.array(z.object({ field: camel, each: z.enum(["day", "month", "year"]).optional() })),
      measures: z
        .array(
          z.object({
            name: camel,
            label,
            fn: z.enum(["count", "sum", "average", "lowest", "highest"]),
            field: camel.optional(),
          }),
        )
        .min(1),
      /** By a figure instead of the groups: the highest first, or the lowest. */
      order: z.object({ measure: camel, isReversed: z.boolean() }).optional(),
      /** At most so many groups. */
      limit: z.number().int().min(1).optional(),
    }),
  ),
  /** Rows that agree in these are one row written twice. */
  duplicates: z.object({ fields: z.array(camel).min(1), areLeftOut: z.boolean() }).optional(),
  /** Only rows for which this holds count. */
  keeps: Condition,
  sort: z.object({ field: camel, isReversed: z.boolean() }).optional(),
});
export type Files = z.infer<typeof Files>;

const CommandLine = z.object({
  kind: z.literal("command-line"),
  ...common,
  entities: z.array(Entity).min(1),
  /** Present when the tool reads files instead of keeping records; then there is one entity, a row of them. */
  files: Files.optional(),
  /** What people type to run it. */
  program: kebab,
});

const pageName = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** What a site says and shows. All of it ends in files that its owner edits. */
const Site = z.object({
  pages: z.array(
    z.object({
      /** `index` is the first page. */
      name: pageName,
      title: label,
      /** Paragraphs in the author's words. */
      body: z.array(z.string()),
      /** Blocks below the text: `hours`, `contact`, or a collection (`projects`, `projects:3` for the first three). */
      shows: z.array(z.string()),
    }),
  ),
  collections: z.array(
    z.object({
      name: pageName,
      label,
      singular: label,
      layout: z.enum(["list", "cards", "table", "gallery", "questions"]),
      hasPages: z.boolean(),
      isBlog: z.boolean(),
      hasTags: z.boolean(),
      fields: z.array(
        z.object({
          name: camel,
          label,
          kind: z.enum(["text", "longText", "money", "date", "url", "image", "number"]),
        }),
      ),
      /** The entries that the brief gives, else examples that say so. */
      entries: z.array(
        z.object({
          title: z.string(),
          values: z.record(z.string(), z.string()),
          tags: z.array(z.string()),
          body: z.string(),
        }),
      ),
      areExamples: z.boolean(),
    }),
  ),
  /** Address, phone, e-mail and the like; empty where the brief doesn't say. */
  facts: z.record(z.string(), z.string()),
  hours: z.array(z.object({ day: z.string(), hours: z.string() })),
  hasSearch: z.boolean(),
  hasFeed: z.boolean(),
  /** What visitors can write; a block `form:name` shows one. */
  forms: z
    .array(
      z.object({
        name: pageName,
        title: label,
        fields: z
          .array(
            z.object({
              name: camel,
              label,
              kind: z.enum(["text", "longText", "email", "phone", "date", "time", "number"]),
            }),
          )
          .min(1),
      }),
    )
    .optional(),
});
export type Site = z.infer<typeof Site>;

const StaticSite = z.object({
  kind: z.literal("static-site"),
  ...common,
  entities: z.array(Entity).max(0),
  site: Site,
});

export const Contract = z.discriminatedUnion("kind", [WebApp, Integration, CommandLine, StaticSite]);
export type Contract = z.infer<typeof Contract>;
/** What is built: each has a reader, a composer and checks of its own. */
export type Kind = Contract["kind"];

const requirementKinds = [
  "entity",
  "field",
  "relation",
  "state",
  "rule",
  "list",
  "search",
  "report",
  "computed",
  "role",
  "notification",
  "import-export",
  "flow",
  "quality",
  "other",
] as const;

export const Requirement = z.object({
  id: z.string().regex(/^R\d+$/),
  /** One sentence, in the author's words as far as possible. */
  text: z.string().min(1),
  kind: z.enum(requirementKinds),
  priority: z.enum(["must", "should", "could"]),
  /** Where it was written: `name`, `description` or `objectives`, with the sentence. `implied` for what such software always needs. */
  source: z.object({ part: z.enum(["name", "description", "objectives", "implied"]), quote: z.string() }),
  acceptance: z.array(z.object({ given: z.string(), when: z.string(), then: z.string() })),
  /** What in the contract meets it: `Bike`, `Hire.returnDate`, `Hire?overdue` (list), `Request!approve` (move), `Request~0` (rule index), `Request#export` (CSV), `Request#order`, `Request#notify-approved`, `Request@delete` and `Request@own` (rights), `report:totals-per-person`, `access`, `flow:orders` and its parts (`flow:orders.total`, `flow:orders~0`, `flow:orders@schedule`), `service:report`, `file:src/x.ts` (written by a model). */
  targets: z.array(z.string()),
  /** Present when nothing in the contract meets it: why, in a sentence for people. */
  gap: z.string().optional(),
});
export type Requirement = z.infer<typeof Requirement>;

export const Analysis = z.object({ contract: Contract, requirements: z.array(Requirement).min(1) });
export type Analysis = z.infer<typeof Analysis>;

/** Why a brief cannot be built at all, in a sentence that helps its author. */
export const Refusal = z.object({ code: z.string().regex(/^brief\.[a-z_]+$/), message: z.string() });
export type Refusal = z.infer<typeof Refusal>;

/** Relative POSIX paths to text. Insertion order carries no meaning; writers sort. */
export type FileTree = ReadonlyMap<string, string>;

const checkIds = ["V0", "V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8"] as const;

/** One verification with evidence. Durations stay out of the archive so that the same brief gives the same bytes. */
export const Check = z.object({
  check: z.enum(checkIds),
  name: z.string(),
  status: z.enum(["passed", "failed", "skipped"]),
  requirementIds: z.array(z.string()),
  /** One line for people: what was seen. */
  summary: z.string(),
  durationMs: z.number().int().nonnegative(),
});
export type Check = z.infer<typeof Check>;

/** `q2o.json`. */
export const Manifest = z.object({
  generator: z.object({ name: z.literal("q2o"), version: z.string(), provider: z.string() }),
  project: z.object({ name: z.string(), slug: z.string(), kind: z.string() }),
  requirements: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      kind: z.string(),
      priority: z.enum(["must", "should", "could"]),
      status: z.enum(["verified", "gap"]),
      reason: z.string().optional(),
      /** `logRef` is where in the archive it can be read or seen again: a test, or a line of what `verify.sh` prints. */
      checks: z.array(z.object({ check: z.string(), name: z.string(), status: z.string(), logRef: z.string() })),
    }),
  ),
  commands: z.object({ install: z.string(), test: z.string(), start: z.string() }),
  files: z.array(z.object({ path: z.string(), sha256: z.string(), bytes: z.number().int() })),
});
export type Manifest = z.infer<typeof Manifest>;
