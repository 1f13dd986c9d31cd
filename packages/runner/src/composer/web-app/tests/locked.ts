import type { Rule } from "../../../artefacts.ts";
import type { App, AppEntity } from "../../app.ts";
import { solve } from "../../scenario.ts";
import { api, arrange, type Draft, fileOf } from "./suite.ts";

type Locked = Extract<Rule, { kind: "locked" }>;

/** That what is locked stays as it is, its page offers nothing else, and what is not locked yet can be changed. */
export function lockedDrafts(app: App, entity: AppEntity, rule: Locked, words: string): Draft[] {
  const inside = solve(app, entity, rule.when, true);
  const outside = rule.when.length > 0 ? solve(app, entity, rule.when, false) : undefined;
  if (!inside) return [];
  const path = (name: string) => `\`${api(entity)}/\${${name}.id}\``;
  const page = (name: string) => `(await api.get(\`/${entity.path}/\${${name}.id}\`)).text`;
  const cannot = rule.verbs.flatMap((verb) =>
    verb === "delete"
      ? [`refused(await api.delete(${path("locked")}), 409);`, `assert.doesNotMatch(${page("locked")}, /\\/delete"/);`]
      : [
          `refused(await api.patch(${path("locked")}, {}), 409);`,
          `refused(await api.put(${path("locked")}, await ${entity.ident}Body(api)), 409);`,
          `assert.doesNotMatch(${page("locked")}, /\\/edit"/);`,
        ],
  );
  const can = rule.verbs.flatMap((verb) =>
    verb === "delete"
      ? [`assert.equal((await api.delete(${path("open")})).status, 204);`]
      : [`ok(await api.patch(${path("open")}, {}));`, `assert.match(${page("open")}, /\\/edit"/);`],
  );
  return [
    {
      words,
      file: fileOf(entity),
      body: [
        ...arrange(app, entity, inside, "locked"),
        `const before = ok(await api.get(${path("locked")}));`,
        ...cannot,
        `assert.deepEqual(ok(await api.get(${path("locked")})), before);`,
        ...(outside ? [...arrange(app, entity, outside, "open"), ...can] : []),
      ],
    },
  ];
}

/** Whether no record of an entity can ever be deleted. */
export const staysForGood = (entity: AppEntity): boolean =>
  entity.rules.some((rule) => rule.kind === "locked" && rule.when.length === 0 && rule.verbs.includes("delete"));
