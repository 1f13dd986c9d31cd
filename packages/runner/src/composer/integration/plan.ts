import type { Flow, Mapped, System, Value } from "../../artefacts/flows.ts";
import type { Analysis, Brief, Requirement } from "../../artefacts.ts";
import { isReserved } from "../app.ts";

/** A flow with its names in code: of itself, of one record, and of the record's schema. */
export type PlannedFlow = Flow & {
  ident: string;
  item: string;
  schema: string;
  fromLabel: string;
  toLabel: string;
  /** How a target that has no field of ours tells which record it is: by our id of it. */
  hasExternalId: boolean;
};

/** The contract with every name decided. */
export type Plan = {
  title: string;
  description: string;
  slug: string;
  systems: System[];
  flows: PlannedFlow[];
  recordTries: number;
  assumptions: string[];
  requirements: Requirement[];
};

/** Names that the files of a flow and its tests use themselves. */
const taken = new Set(
  `flow integration service system source target changes number id item items sync values sample add
  log z test assert after map skip record text amount whole flag day instant words maybe`.split(/\s+/),
);

export function planOf(brief: Brief, { contract, requirements }: Analysis): Plan {
  if (contract.kind !== "integration") throw new Error(`A ${contract.kind} is no integration.`);
  const labels = new Map(contract.systems.map(({ name, label }) => [name, label]));
  const flows = contract.flows.map((flow): PlannedFlow => {
    const item = safe(camel(flow.source.label));
    const ident = safe(camel(flow.name));
    return {
      ...flow,
      ident: ident === item ? `${ident}Flow` : ident,
      item,
      schema: item.charAt(0).toUpperCase() + item.slice(1),
      fromLabel: labels.get(flow.from) ?? flow.from,
      toLabel: labels.get(flow.to) ?? flow.to,
      hasExternalId: flow.matchBy === undefined,
    };
  });
  return {
    title: oneLine(contract.title),
    description: sentenceOf(brief.description),
    slug: contract.slug,
    systems: contract.systems,
    flows,
    recordTries: contract.recordTries,
    assumptions: contract.assumptions,
    requirements: requirements.map((each) => ({ ...each, text: oneLine(each.text) })),
  };
}

const safe = (name: string): string =>
  isReserved(name) || taken.has(name) || !/^[a-z]/.test(name) ? `${/^[a-z]/.test(name) ? name : "the"}Record` : name;

const camel = (words: string): string =>
  words
    .replace(/[^A-Za-z0-9]+/g, " ")
    .trim()
    .split(" ")
    .map((word, index) =>
      index === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase(),
    )
    .join("");

const oneLine = (words: string): string => words.replace(/\s+/g, " ").trim();

/** What a brief begins with, short enough for a title page. */
function sentenceOf(words: string): string {
  const line = oneLine(words.replace(/[^\P{Cc}\n]/gu, " "));
  const first = line.match(/^.{20,280}?[.!?](?=\s|$)/)?.[0] ?? line;
  return first.length <= 300 ? first : `${first.slice(0, 299).replace(/\s+\S*$/, "")}…`;
}

export const sourceValueOf = ({ values }: Flow, name: string): Value | undefined =>
  values.find((each) => each.name === name);

/** The values of the source that a value of the target is made of. */
export function sourcesOf({ making }: Mapped): string[] {
  if (making.kind === "constant") return [];
  return typeof making.from === "string" ? [making.from] : making.from;
}

/** `mailing-list` reads settings that begin with MAILING_LIST_. */
export const prefixOf = (system: string): string => `${system.toUpperCase().replaceAll("-", "_")}_`;
