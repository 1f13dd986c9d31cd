import type { Analysis, Brief, Requirement } from "../../artefacts.ts";
import type { DraftEntity } from "../draft.ts";
import { kebab } from "../fields.ts";
import { finish } from "../finish.ts";
import type { Reader } from "../reader.ts";
import { readRecords } from "../records.ts";
import { readFileTool, readsFiles } from "./files.ts";
import { readTool, type ToolWish, withoutOpening } from "./words.ts";

/** A brief for a tool that people run by typing its name, and that keeps records in a file. */
export const readCommandLine: Reader = (brief, sentences) => {
  if (readsFiles(sentences)) {
    const read = readFileTool(brief, sentences.map(withoutOpening), programOf(brief));
    if (read) return read;
  }
  const { rest, wishes } = readTool(sentences);
  const draft = readRecords(rest.map(({ text }) => text).join(" "), rest, true);
  if (draft.entities.length === 0)
    return {
      code: "brief.no_records",
      message:
        "The brief doesn't say what the tool keeps or reads. Name it, for example “Keep items with a quantity and a location” or “Read a CSV file of payments with a date, a category and an amount”.",
    };
  for (const entity of draft.entities) nameThings(entity);
  // Whoever runs a tool is signed in on the machine already.
  draft.signIn = false;
  for (const wish of draft.wishes)
    if (wish.targets.has("access"))
      Object.assign(wish, {
        targets: new Set(),
        priority: wish.priority === "could" ? "could" : "should",
        gap: "A command-line tool has no accounts of its own: whoever may read and write its data file may use it.",
      });
  return asTool(brief, finish(brief, draft), wishes);
};

/** "Items with quantity and location": what can be found by its place alone still has a name. */
function nameThings(entity: DraftEntity): void {
  const texts = entity.fields.filter(({ type }) => type === "text" || type === "reference" || type === "email");
  const isTold = texts.some(({ name, type }) => type !== "text" || !besides.test(name));
  if (!entity.told || entity.isEvent || isTold || texts.length === 0) return;
  entity.fields.unshift({ name: "name", label: "Name", type: "text", required: true, unique: false });
}

const besides =
  /^(?:location|place|shelf|aisle|bin|room|category|type|kind|unit|colou?r|size|condition|source|country|city|region|area|group|section)$/;

/** The analysis of records as one of a tool: no pages and no server, but commands, help and exit codes. */
function asTool(brief: Brief, { contract, requirements }: Analysis, wishes: readonly ToolWish[]): Analysis {
  const { access: _, ...shared } = contract;
  const program = programOf(brief);
  const told = requirements.filter(({ source, kind }) => !(source.part === "implied" && kind === "quality"));
  const asked = wishes.map(({ about }) => `tool:${about}`);
  const rest = { ...owed, targets: owed.targets.filter((target) => !asked.includes(target)) };
  const all = [...told, ...wishes.map(requirementOf), rest];
  return {
    contract: {
      ...shared,
      kind: "command-line",
      program,
      assumptions: [
        ...contract.assumptions.filter((each) => !/sign-in/.test(each)),
        `The tool is called ${program}, after the name of the brief; “bin” in package.json and src/tool.ts say so.`,
      ],
    },
    requirements: all.map(({ gap, ...requirement }, index) => ({
      ...requirement,
      id: `R${index + 1}`,
      ...(gap === undefined ? {} : { gap: gap.replace(/\bThe application\b/g, "The tool") }),
    })),
  };
}

const owed: Omit<Requirement, "id"> = {
  text: "What was entered is there for the next command, bad input is refused with a reason for each value, and every command says how it is used.",
  kind: "quality",
  priority: "must",
  source: { part: "implied", quote: "" },
  acceptance: [{ given: "a record", when: "another command runs", then: "the record is still there" }],
  targets: ["tool:file", "tool:together", "tool:help", "tool:exit", "tool:terminal", "tool:examples"],
};

const requirementOf = ({ sentence, text, about, gap, priority }: ToolWish): Omit<Requirement, "id"> => ({
  text: `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/[.,;:]+$/, "")}.`,
  kind: about === "csv" ? "import-export" : "quality",
  priority,
  source: { part: sentence.part, quote: sentence.quote },
  acceptance: gap ? [] : [{ given: "the tool with records", when: "it is run so", then: "it does what is asked" }],
  targets: gap ? [] : [`tool:${about}`],
  ...(gap ? { gap } : {}),
});

/** The name as it is typed: the first two words of the brief's name that say something. */
function programOf(brief: Brief): string {
  const words = brief.name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(
      (word) =>
        word !== "" && !/^(?:a|an|the|our|my|of|for|and|command|line|cli|tool|program|app|small|simple)$/.test(word),
    );
  const name = kebab(words.slice(0, 2));
  return /^[a-z]/.test(name) ? name : "tool";
}
