import type { Analysis, Brief, Entity } from "../../artefacts.ts";
import { camel, capital, kebab, slugOf } from "../fields.ts";
import { plural, singular } from "../tokens.ts";
import { addField, type Draft, type Wish } from "./draft.ts";

/** Fills in what the brief does not say, and gives everything its final form. */
export function finish(brief: Brief, draft: Draft, program: string): Analysis {
  const { files, assumptions } = draft;
  const wasTold = draft.fields.length > 0;
  if (draft.fields.length === 0) {
    addField(draft, "name");
    addField(draft, "amount");
  }
  const words = (draft.words || "rows").split(" ");
  const one = [...words.slice(0, -1), singular(words.at(-1) ?? "row")];
  const many = [...words.slice(0, -1), plural(one.at(-1) ?? "row")];
  if (files.duplicates && files.duplicates.fields.length === 0)
    files.duplicates.fields = draft.fields.map(({ name }) => name);
  if (files.tables.length === 0)
    assumptions.push(
      "The brief asks for no figures, so the summary says how many rows there are, and what is wrong with the others.",
    );
  assumptions.push(
    `The brief ${wasTold ? "does not say more of" : "says nothing of"} the columns, so the file is expected to have: ${draft.fields.map(({ name }) => name).join(", ")}. Other columns are read past.`,
  );
  const name = capital(camel(one));
  const entity: Entity = {
    name: /^[A-Z]/.test(name) ? name : "Row",
    label: capital(one.join(" ")),
    pluralLabel: capital(many.join(" ")),
    path: kebab(many) || "rows",
    display: draft.fields[0]?.name ?? "name",
    fields: draft.fields,
    computed: [],
    search: [],
    rules: [],
    lists: [],
  };
  const owed: Wish = {
    sentence: { part: "objectives", quote: "", text: "" },
    text: "Files are read from disk and from standard input, lines that make no sense are named and never counted, and every command says how it is used",
    priority: "must",
    kind: "quality",
    targets: ["files:read", "files:wrong", "files:help"],
  };
  const asked = new Set(draft.wishes.flatMap(({ targets }) => targets));
  const rest = owed.targets.filter((target) => !asked.has(target));
  const wishes = [...draft.wishes, { ...owed, targets: rest.length > 0 ? rest : ["files:help"] }];
  return {
    contract: {
      kind: "command-line",
      title: capital(brief.name.trim()).slice(0, 100),
      slug: slugOf(brief.name, "tool"),
      program,
      entities: [entity],
      reports: [],
      files,
      assumptions: [
        ...assumptions,
        `The tool is called ${program}, after the name of the brief; “bin” in package.json and src/tool.ts say so.`,
      ],
    },
    requirements: wishes.map(({ sentence, text, priority, kind, targets, gap }, index) => ({
      id: `R${index + 1}`,
      text: `${capital(text.trim())
        .slice(0, 600)
        .replace(/[.,;:]+$/, "")}.`,
      kind,
      priority,
      source: { part: sentence.quote === "" ? "implied" : sentence.part, quote: sentence.quote },
      acceptance: gap
        ? []
        : [
            {
              given: "a file with known rows",
              when: "the tool reads it",
              then: "it does this, and the figures equal counting by hand",
            },
          ],
      targets: gap ? [] : targets,
      ...(gap ? { gap } : {}),
    })),
  };
}
