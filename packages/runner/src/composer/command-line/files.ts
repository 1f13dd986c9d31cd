import type { Files } from "../../artefacts.ts";
import { type App, type AppEntity, capital, nameIn } from "../app.ts";
import { asCode } from "../conditions.ts";
import type { Evidence } from "../kind.ts";
import { array, code, literal, noted, object, print } from "../print.ts";
import { fieldCode } from "../web-app/entity.ts";
import { readerReadme } from "./reader-readme.ts";
import { tests } from "./reader-tests.ts";
import { csv, rowsOf } from "./rows.ts";
import { dashed } from "./speak.ts";

/** A tool that reads files: its shape, examples, tests and README. */
export function composeReader(
  app: App,
  reading: Files,
  program: string,
  fileOfTest: (suites: readonly (readonly [string, string])[]) => (title: string) => string,
): { written: [path: string, content: string][]; evidence: Evidence[] } {
  const [entity] = app.entities;
  if (!entity) throw new Error("The files have no rows.");
  const sample = `samples/${entity.path}.csv`;
  const { files, evidence } = tests(app, entity, reading);
  const written: [string, string][] = [
    ["src/shape.ts", shapeFile(app, entity, reading)],
    ["src/tool.ts", toolFile(app, entity, program, sample)],
    [
      sample,
      csv(entity, [...rowsOf(entity, reading), ...(reading.duplicates ? rowsOf(entity, reading).slice(0, 1) : [])]),
    ],
    ...files,
  ];
  return {
    written: [...written, ["README.md", readerReadme(app, reading, program, evidence, fileOfTest(files))]],
    evidence,
  };
}

function shapeFile(app: App, entity: AppEntity, reading: Files): string {
  const fields = noted(entity.fields.map((field) => ({ key: field.name, value: fieldCode(field, undefined) })));
  const keeps = reading.keeps.length > 0 ? asCode(app, entity, reading.keeps, "row", new Set()) : undefined;
  const named = (source: string) => nameIn(entity, source) ?? source;
  const shape = object({
    label: literal(entity.label),
    plural: literal(entity.plural),
    fields: code("fields"),
    tables: array(
      reading.tables.map(({ name, label, groupBy, measures, order, limit }) =>
        literal({
          name,
          label,
          groupBy: groupBy.map(({ field, each }) => ({ field: named(field), ...(each ? { each } : {}) })),
          measures: measures.map((measure) => ({
            ...measure,
            ...(measure.field ? { field: named(measure.field) } : {}),
          })),
          ...(order ? { order } : {}),
          ...(limit === undefined ? {} : { limit }),
        }),
      ),
    ),
    duplicates: reading.duplicates
      ? literal({ fields: reading.duplicates.fields.map(named), areLeftOut: reading.duplicates.areLeftOut })
      : undefined,
    keeps: keeps ? code(`(row: field.RecordOf<typeof fields>) => ${keeps}`) : undefined,
    sort: reading.sort ? literal({ field: named(reading.sort.field), isReversed: reading.sort.isReversed }) : undefined,
  });
  const isBlank = keeps?.includes("isBlank(") ? 'import { isBlank } from "./records/resource.ts";\n' : "";
  return `import type { Shape } from "./files/shape.ts";
import * as field from "./records/fields.ts";
${isBlank}
const fields = ${print(fields).replace(/^\{ (.*) \}$/s, "{\n  $1,\n}")};

/** What stands in the files, and what is made of it. */
export const shape: Shape = ${print(shape, 0, 28).replace(/^\{ (.*) \}$/s, "{\n  $1,\n}")};
`;
}

const toolFile = (
  app: App,
  entity: AppEntity,
  program: string,
  sample: string,
): string => `import type { Tool } from "./cli/run.ts";
import { fileCommands } from "./commands/files.ts";
import { shape } from "./shape.ts";

export const tool: Tool = ${print(
  object({
    name: literal(program),
    version: literal("1.0.0"),
    description: literal(`${capital(app.title)}: ${app.description}`),
    commands: code("fileCommands(shape)"),
    examples: literal([
      `summary ${sample}`,
      `check ${sample}`,
      `rows ${sample} --limit 3`,
      `rows ${sample} --sort ${dashed(entity.fields[0]?.name ?? "")} --csv`,
    ]),
  }),
)};
`;
