import type { Analysis, Condition, Contract, Entity, Field } from "../../artefacts.ts";

/** An analysis in a few lines for people: what somebody would check it against the brief by, and nothing else. */
export function outlineOf({ contract, requirements }: Analysis): string {
  const gaps = requirements.filter(({ gap }) => gap !== undefined);
  return [
    ...contract.entities.map(entityLine),
    ...contract.reports.map(reportLine),
    ...(contract.access ? [`sign-in: ${contract.access.roles.map(({ name }) => name).join(", ")}`] : []),
    ...gaps.map(({ text, gap, priority }) => `gap (${priority}): ${text} | ${gap}`),
  ].join("\n");
}

function entityLine(entity: Entity): string {
  const parts = [
    entity.fields.map(fieldWords).join(", "),
    ...entity.computed.map(({ name, value }) => `= ${name} (${valueWords(value)})`),
    ...(entity.state?.moves ?? []).map(
      ({ action, from, to, roles, follows = [] }) =>
        `! ${action}: ${from.join("/")} > ${to}${roles.length > 0 ? ` by ${roles.join("/")}` : ""}${follows.map((each) => (each.kind === "sets" ? `, ${each.via} ${each.to}` : `, makes ${each.of} of ${each.values.map(({ from: value }) => value).join("+")}`)).join("")}`,
    ),
    ...entity.rules.map((rule) => `~ ${ruleWords(rule)}`),
    ...rightsLines(entity),
    ...(entity.notifications ?? []).map(notificationWords),
    ...entity.lists.map(
      ({ name, when, sort, descending }) =>
        `? ${name}: ${conditionWords(when)}${descending === undefined ? "" : `, by ${sort}${descending ? " downwards" : ""}`}`,
    ),
  ];
  for (const { field, descending, first } of entity.order ?? [])
    parts.push(first === undefined ? `by ${field}${descending ? " downwards" : ""}` : `${field} ${first} first`);
  const deep = entity.search.filter((place) => place.includes("."));
  return [`${entity.name} /${entity.path}`, ...parts, ...(deep.length > 0 ? [`search ${deep.join(", ")}`] : [])].join(
    "\n  ",
  );
}

/** How a value is worked out; what was told before figures went through references stays one word. */
function valueWords(value: Entity["computed"][number]["value"]): string {
  switch (value.kind) {
    case "lookup":
      return `${value.field} of ${value.via}`;
    case "combined":
      return `${value.parts.map((part) => `${part.times === 1 ? "" : `${part.times} `}${part.value}`).join(" + ")}${value.isMoney ? " in cents" : ""}`;
    case "hoursBetween":
      return `hours ${value.from}..${value.to}`;
    case "average":
      return `average of ${value.of.join(", ")}`;
    case "latest":
      return `latest ${value.field} of ${value.of}${value.when.length > 0 ? ` where ${conditionWords(value.when)}` : ""}`;
    case "later":
      return `${value.from} + ${value.count} ${value.unit}`;
    case "end":
      return `${value.on ? `${value.on} ` : ""}${value.from} + ${value.lasts} ${value.unit}`;
    default:
      return value.kind;
  }
}

function fieldWords({ name, type, target, values, required, unique, min, max, files }: Field): string {
  const one = files?.pictures ? "picture" : "file";
  const plain = files ? (files.most > 1 ? `${one}s up to ${files.most}` : one) : type;
  const kind = type === "reference" ? `>${target}` : values ? values.join("/") : plain;
  const bounds = min !== undefined || max !== undefined ? ` ${min ?? ""}..${max ?? ""}` : "";
  return `${name}${required ? "!" : ""}${unique ? "^" : ""} ${kind}${bounds}`;
}

const reportLine = ({
  name,
  entity,
  groupBy,
  via,
  each,
  over,
  and,
  when,
  measures,
  ranked,
}: Contract["reports"][number]): string =>
  `report ${name}: ${measures.map(({ fn, field }) => (field ? `${fn} ${field}` : fn)).join(", ")} of ${entity} by ${via ? `${via}.` : ""}${groupBy}${each ? ` each ${each}` : ""}${and ? ` and ${and}` : ""}${over ? ` and ${over.each} of ${over.field}` : ""}${when.length > 0 ? ` where ${conditionWords(when)}` : ""}${ranked ? `, most ${ranked.measure} first${ranked.top ? `, ${ranked.top} of them` : ""}` : ""}`;

function ruleWords(rule: Entity["rules"][number]): string {
  switch (rule.kind) {
    case "requiredWhen":
      return `${rule.field} when ${conditionWords(rule.when)}`;
    case "order":
      return `${rule.first} ${rule.allowEqual ? "<=" : "<"} ${rule.then}`;
    case "never":
      return `never ${conditionWords(rule.when)}`;
    case "exclusive":
      return `${rule.most ? `at most ${rule.most}` : "one"} per ${rule.fields.join("+")}${rule.each ? ` a ${rule.each.span} of ${rule.each.field}` : ""}${rule.period ? ` overlapping ${rule.period.on ? `${rule.period.on} ` : ""}${rule.period.from}..${rule.period.to}` : ""}${rule.when.length > 0 ? ` while ${conditionWords(rule.when)}` : ""}`;
    case "locked":
      return `no ${rule.verbs.join("/")}${rule.when.length > 0 ? ` while ${conditionWords(rule.when)}` : ""}`;
    case "blocked":
      return `none for ${rule.via}${rule.by ? ` with a ${rule.by.of}${rule.by.period ? ` over ${rule.by.period.on ?? "today"}` : ""}` : ""}${rule.when.length > 0 ? ` while ${conditionWords(rule.when)}` : ""}`;
    case "moveNeedsRole":
      return `${rule.action} by ${rule.roles.join("/")} when ${conditionWords(rule.when)}`;
  }
}

function rightsLines({ rights }: Entity): string[] {
  if (!rights) return [];
  const { own = [], ...verbs } = rights;
  return [
    ...Object.entries(verbs).map(([verb, roles]) => `@ ${verb} by ${roles.join("/")}`),
    ...own.map((each) => `@ ${each.verbs.join("/")} own by ${each.field}: ${each.roles.join("/")}`),
  ];
}

function notificationWords({ when, only, to }: NonNullable<Entity["notifications"]>[number]): string {
  const occasion =
    when.kind === "made"
      ? "made"
      : when.kind === "day"
        ? `${when.field}${when.plus < 0 ? when.plus : `+${when.plus}`}`
        : `${when.field} > ${when.to?.join("/") ?? "any"}`;
  const who = to.map((each) => {
    if (each.kind === "office") return "office";
    if (each.kind === "roles") return each.roles.join("/");
    return each.kind === "each" ? `each ${each.of}.${each.field}` : each.field;
  });
  return `mail ${occasion}: ${who.join(", ")}${only.length > 0 ? ` where ${conditionWords(only)}` : ""}`;
}

const signs = { eq: "=", ne: "≠", lt: "<", lte: "≤", gt: ">", gte: "≥", isEmpty: "is empty", isSet: "is set" };

const conditionWords = (condition: Condition): string =>
  condition.map(({ field, op, to }) => `${field} ${signs[op]}${to ? ` ${operandWords(to)}` : ""}`).join(" and ");

function operandWords(to: NonNullable<Condition[number]["to"]>): string {
  if ("literal" in to) return String(to.literal);
  if ("todayPlusDays" in to) return to.todayPlusDays === 0 ? "today" : `today+${to.todayPlusDays}`;
  return "field" in to ? to.field : "me";
}
