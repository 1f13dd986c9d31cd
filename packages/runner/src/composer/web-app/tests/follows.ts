import type { App, AppEntity, AppFollow, AppMove } from "../../app.ts";
import { text } from "../../print.ts";
import type { Scenario } from "../../scenario.ts";
import { api, arrange, type Draft, fileOf } from "./suite.ts";

/** That what follows from a move is there once it is made, with the values that it is made of. */
export function followDrafts(app: App, entity: AppEntity, move: AppMove, from: Scenario, actor: string): Draft[] {
  return move.follows.map((follow) => ({
    words: `what follows: ${follow.message.replace(/[.]$/, "")}`,
    file: fileOf(entity),
    body: [
      ...arrange(app, entity, from, "record"),
      ...(follow.kind === "sets" ? setting(follow) : [`const before = (await api.get(${listOf(follow)})).body.total;`]),
      `ok(await ${actor}.post(\`${api(entity)}/\${record.id}/${move.action}\`));`,
      ...(follow.kind === "sets" ? beingSet(follow) : being(follow)),
    ],
  }));
}

type Sets = Extract<AppFollow, { kind: "sets" }>;
type Makes = Extract<AppFollow, { kind: "makes" }>;

const listOf = ({ entity }: Makes): string => text(`${api(entity)}?pageSize=1&sort=id:desc`);

/** Another state than the one that follows, however the record came to it. */
function setting({ via, field, to, entity }: Sets): string[] {
  const other = field.values?.find((value) => value !== to);
  if (other === undefined) return [];
  return [
    `overwrite(app.dataDir, ${text(entity.table)}, ${text(field.column)}, Number(record.${via.name}), ${text(other)});`,
  ];
}

const beingSet = ({ via, field, to, entity }: Sets): string[] => [
  `assert.equal(ok(await api.get(\`${api(entity)}/\${record.${via.name}}\`)).${field.name}, ${text(to)});`,
];

const being = (follow: Makes): string[] => [
  `const after = (await api.get(${listOf(follow)})).body;`,
  "assert.equal(after.total, before + 1);",
  "const [made] = after.items;",
  ...follow.values.map(({ field, from }) =>
    from === "itself"
      ? `assert.equal(made?.${field.name}, record.id);`
      : from === "today"
        ? `assert.equal(made?.${field.name}, day(0));`
        : `assert.deepEqual(made?.${field.name}, record.${from.name});`,
  ),
];
