import type { End } from "../../../artefacts/flows.ts";
import { code, object, print, text } from "../../print.ts";
import { endedOf } from "../example.ts";
import type { PlannedFlow } from "../plan.ts";
import { exampleCode, samplerOf } from "../samples.ts";
import { fileOf, keyCode, placeLine } from "./flow.ts";
import type { Draft } from "./suite.ts";

/** What becomes at the target of a record that is over at the source. */
export function endDrafts(flow: PlannedFlow, index: number): Draft[] {
  const end = flow.ends?.[index];
  if (!end) return [];
  const about = `flow:${flow.name}!${index}`;
  const file = fileOf(flow);
  const name = text(flow.name);
  const first = 300 + index * 10;
  const draft = (words: string, body: string[]): Draft => ({ about, file, words: `${end.label} ${words}`, body });
  const how = end.effect === "remove" ? `are removed from ${flow.toLabel}` : `are told of in ${flow.toLabel}`;
  const arrive = (number: number) => [
    ...giveLines(flow, number),
    `await service.sync(${name});`,
    `hasArrived(service, ${name}, ${keyCode(flow, number)});`,
  ];
  const isOver = (number: number) => [
    outcome(flow, end, keyCode(flow, number)),
    `assert.equal((await recordOf(service, ${name}, id)).status, "ended");`,
  ];
  if (end.when) {
    const changes = object(
      Object.fromEntries(
        Object.entries(endedOf(flow, end.when)).map(([field, value]) => [field, code(exampleCode(value))]),
      ),
    );
    const over = print(changes, 0, -1_000_000);
    return [
      draft(how, [
        ...arrive(first),
        `service.edit(${name}, id, ${over});`,
        `await service.sync(${name});`,
        ...isOver(first),
        `const before = service.writes(${name}).length;`,
        `await service.sync(${name});`,
        `assert.equal(service.writes(${name}).length, before);`,
      ]),
      draft(`never arrive in ${flow.toLabel} when they were over before`, [
        `const id = service.give(${name}, ${samplerOf(flow)}(${first + 1}, ${over}));`,
        `await service.sync(${name});`,
        `hasNotArrived(service, ${name}, ${keyCode(flow, first + 1)});`,
        `assert.equal((await recordOf(service, ${name}, id)).status, "skipped");`,
      ]),
    ];
  }
  return [
    draft(how, [...arrive(first), `service.remove(${name}, id);`, `await service.sync(${name});`, ...isOver(first)]),
    draft("are not taken for gone because a list lacks them", [
      ...arrive(first + 1),
      `service.system(${text(flow.from)}).fail({ times: 2, status: 200, method: "GET", body: '{"items":[]}' });`,
      `await service.sync(${name});`,
      `service.system(${text(flow.from)}).heal();`,
      `assert.equal((await recordOf(service, ${name}, id)).status, "delivered");`,
    ]),
    ...(flow.webhook
      ? [
          draft("are noticed by their webhook, without a sync", [
            ...arrive(first + 2),
            `service.remove(${name}, id);`,
            `assert.equal(await service.system(${text(flow.from)}).notify(\`\${service.url}/webhooks/${flow.name}\`, id), 202);`,
            "await service.settle();",
            ...isOver(first + 2),
          ]),
        ]
      : []),
  ];
}

const giveLines = (flow: PlannedFlow, number: number): string[] => [
  ...(flow.mode === "update" && flow.matchBy ? [placeLine(flow, number)] : []),
  `const id = service.give(${text(flow.name)}, ${samplerOf(flow)}(${number}));`,
];

/** That the target no longer has it, or has it as one that is over. */
function outcome(flow: PlannedFlow, { effect }: End, key: string): string {
  if (effect === "remove") return `hasNotArrived(service, ${text(flow.name)}, ${key});`;
  const value = typeof effect.value === "string" ? text(effect.value) : String(effect.value);
  return `hasArrived(service, ${text(flow.name)}, ${key}, { ${effect.field}: ${value} });`;
}
