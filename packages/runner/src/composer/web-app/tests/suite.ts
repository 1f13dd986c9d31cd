import type { Requirement } from "../../../artefacts.ts";
import type { App, AppEntity, AppMove } from "../../app.ts";
import { capital } from "../../app.ts";
import { code, comments, object, print, text } from "../../print.ts";
import { inputs, type Scenario, truth, type Value, type Values } from "../../scenario.ts";
import { wrap } from "../../wrap.ts";
import { isLimited, rolesThatMay } from "../rights.ts";
import { giverOf, makerOf, valueCode } from "../samples.ts";

/** One test of the delivered project: its title names the requirement it is about. */
export type Test = { requirement: string; title: string; file: string; body: string[] };

/** Tests about one requirement, not yet titled. */
export type Draft = { words: string; file: string; body: string[] };

/** Titles that start with the requirement and are unique in the project. */
export function titled(requirement: Requirement, drafts: readonly Draft[], taken: Set<string>): Test[] {
  return drafts.map((draft) => {
    const base = `${requirement.id}: ${oneLine(draft.words)}`;
    let title = base;
    for (let number = 2; taken.has(title); number += 1) title = `${base} (${number})`;
    taken.add(title);
    return { requirement: requirement.id, title, file: draft.file, body: draft.body };
  });
}

const oneLine = (words: string) => words.replace(/\s+/g, " ").trim();

export const fileOf = (entity: AppEntity): string => `test/${entity.folder}.test.ts`;
export const thing = (entity: AppEntity): string => `a ${entity.label.toLowerCase()}`.replace(/^a (?=[aeiou])/, "an ");
export const api = (entity: AppEntity): string => `/api/${entity.path}`;

/** Lines that bring a record into the situation of a scenario; it is then called `name`. */
export function arrange(app: App, entity: AppEntity, scenario: Scenario, name: string): string[] {
  const lines = [`const ${name} = await ${makerOf(entity)}(api${argument(entity, scenario.values)});`];
  scenario.moves.forEach((move, index) => {
    const before = { ...scenario, moves: scenario.moves.slice(0, index) };
    const actor = actorOf(app, entity, move, before, name) ?? "api";
    lines.push(`ok(await ${actor}.post(\`${api(entity)}/\${${name}.id}/${move.action}\`));`);
  });
  for (const child of scenario.children) {
    const values = Object.fromEntries(Object.entries(child.values).filter(([key]) => key !== child.via));
    lines.push(
      `await ${makerOf(child.entity)}(api, ${valuesCode(child.entity, values, { [child.via]: `${name}.id` })});`,
    );
  }
  return lines;
}

/** The values as a second argument, or nothing when there are none. */
function argument(entity: AppEntity, values: Values): string {
  const kept = withoutReferences(values);
  return Object.keys(kept).length === 0 ? "" : `, ${valuesCode(entity, kept)}`;
}

const withoutReferences = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value.is !== "reference"));

/** An object of values, with some more given as code. */
export function valuesCode(entity: AppEntity, values: Values, more: Record<string, string> = {}): string {
  const entries = Object.entries(withoutReferences(values)).map(
    ([name, value]) =>
      [
        name,
        valueCode(
          value,
          entity.fields.find((field) => field.name === name),
        ),
      ] as const,
  );
  const others = Object.entries(more).map(([name, value]) => [name, code(value)] as const);
  return print(object(Object.fromEntries([...entries, ...others])), 0, -1_000_000);
}

/** Who does a move of the record `name`: a client of a role that may, in this situation; undefined when nobody may. */
export function actorOf(
  app: App,
  entity: AppEntity,
  move: AppMove,
  scenario: Scenario,
  name: string,
): string | undefined {
  const role = rolesFor(app, entity, move, scenario)[0];
  if (!app.access) return "api";
  return role === undefined ? undefined : somebody(app, entity, role, name);
}

/** A client of a role; where it deals with nothing but its own, the record `name` becomes its. */
export const somebody = (app: App, entity: AppEntity, role: string, name: string): string =>
  isLimited(app, entity, role, "change")
    ? `(await ${giverOf(entity)}(app, ${text(role)}, Number(${name}.id)))`
    : `app.as(${text(role)})`;

/** How somebody is refused a record that is not theirs to deal with: as if it weren't there, when they don't see it. */
export const refusalOf = (app: App, entity: AppEntity, role: string): number =>
  isLimited(app, entity, role, "see") && rolesThatMay(app, entity, "see", true).includes(role) ? 404 : 403;

/** The roles that may do a move in this situation. */
export function rolesFor(app: App, entity: AppEntity, move: AppMove, scenario: Scenario): string[] {
  const mayChange = rolesThatMay(app, entity, "change", true);
  const maySee = rolesThatMay(app, entity, "see", true);
  // Those who deal with any record come before those who deal with their own.
  const all = (app.access?.roles.map((role) => role.name) ?? []).sort(
    (a, b) => Number(isLimited(app, entity, a, "change")) - Number(isLimited(app, entity, b, "change")),
  );
  const needs = move.needs.filter((need) => truth(app, entity, scenario, need.when));
  return all.filter(
    (role) =>
      (move.roles.length === 0 ? mayChange : move.roles).includes(role) &&
      maySee.includes(role) &&
      needs.every((need) => need.roles.includes(role)),
  );
}

/** A value as an expected result; text that was made unique is known only from the record itself. */
export const expected = (value: Value): string => print(valueCode(value));

export function testFile(app: App, tests: readonly Test[], title: string): string {
  const bodies = tests.map((test) => {
    const lines = test.body.map((line) => `${wrap(line, 2)}\n`);
    return `test(${text(test.title)}, async () => {\n${lines.join("")}});\n`;
  });
  const all = bodies.join("\n");
  const uses = (name: string) => new RegExp(`(?<!assert\\.)\\b${name}\\(`).test(all);
  const support = ["day", "idsOf", "next", "noon", "ok", "quarterOf", "refused", "weekOf", "yearsAgo"].filter(uses);
  const csv = ["csvOf", "idsIn"].filter(uses);
  const files = ["bytesOf", "formIn", "lyingIn", "paper", "picture", "shownIn"].filter(uses);
  const mail = ["mailServer", "written"].filter((name) => uses(name) || (name === "mailServer" && uses("written")));
  const choices = uses("offered") ? 'import { offered } from "./support/offered.ts";\n' : "";
  const samples = app.entities
    .flatMap((entity) => [`${entity.ident}Body`, makerOf(entity), giverOf(entity)])
    .filter(uses)
    .sort();
  return `import assert from "node:assert/strict";
import { after, test } from "node:test";
${support.length > 0 ? `import { ${support.join(", ")} } from "./support/client.ts";\n` : ""}${csv.length > 0 ? `import { ${csv.join(", ")} } from "./support/csv.ts";\n` : ""}${uses("overwrite") ? 'import { overwrite } from "./support/overwrite.ts";\n' : ""}${files.length > 0 ? `import { ${files.join(", ")} } from "./support/files.ts";\n` : ""}${mail.length > 0 ? `import { ${mail.join(", ")} } from "./support/mail.ts";\n` : ""}${choices}${samples.length > 0 ? `${importLine(samples, "./support/samples.ts")}\n` : ""}import { startApp } from "./support/start.ts";

// ${capital(comments(title))}, by real HTTP against the real application with a database of its own.
${mail.length > 0 ? "const post = await mailServer();\nconst app = await startApp({ settings: post.settings });\n" : "const app = await startApp();\n"}${/(?<!\.)\bapi\b/.test(all.replaceAll(/\/api\//g, "")) ? "const { api } = app;\n" : ""}after(() => app.stop());
${mail.length > 0 ? "after(() => post.close());\n" : ""}
${all}`.replace(
    'import assert from "node:assert/strict";\n',
    /\bassert\b/.test(all) ? 'import assert from "node:assert/strict";\n' : "",
  );
}

export function importLine(names: readonly string[], from: string): string {
  const line = `import { ${names.join(", ")} } from "${from}";`;
  return line.length <= 120 ? line : `import {\n${names.map((name) => `  ${name},\n`).join("")}} from "${from}";`;
}

/** An input the entity has that fits, if any. */
export const inputOf = (entity: AppEntity, ...kinds: string[]) =>
  inputs(entity).find((field) => kinds.includes(field.kind) && !field.byUser);
