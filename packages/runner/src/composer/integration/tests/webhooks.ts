import { text } from "../../print.ts";
import type { PlannedFlow } from "../plan.ts";
import { samplerOf } from "../samples.ts";
import { fileOf, keyCode, placeLine } from "./flow.ts";
import type { Draft } from "./suite.ts";

/** What a webhook brings arrives without waiting for a schedule, once, and only when its sender proves itself. */
export function webhookDrafts(flow: PlannedFlow): Draft[] {
  if (!flow.webhook) return [];
  const about = `flow:${flow.name}@webhook`;
  const file = fileOf(flow);
  const name = text(flow.name);
  const address = `\`\${service.url}/webhooks/${flow.name}\``;
  const sender = `service.system(${text(flow.from)})`;
  const give = (number: number) => [
    ...(flow.mode === "update" && flow.matchBy ? [placeLine(flow, number)] : []),
    `const id = service.give(${name}, ${samplerOf(flow)}(${number}));`,
  ];
  const key = (number: number) => keyCode(flow, number);
  const total = '(await service.api.get("/api/events")).body.total';
  return [
    {
      about,
      file,
      words: `${flow.label}: what a webhook tells of arrives without anybody asking for a sync`,
      body: [
        ...give(81),
        `const syncs = (await service.api.get("/api/syncs?flow=${flow.name}")).body.total;`,
        `assert.equal(await ${sender}.notify(${address}, id), 202);`,
        "await service.settle();",
        `hasArrived(service, ${name}, ${key(81)});`,
        `assert.equal((await service.api.get("/api/syncs?flow=${flow.name}")).body.total, syncs);`,
      ],
    },
    {
      about,
      file,
      words: `${flow.label}: a webhook that comes twice is worked on once`,
      body: [
        ...give(82),
        `assert.equal(await ${sender}.notify(${address}, id, { eventId: "twice" }), 202);`,
        "await service.settle();",
        `const before = service.writes(${name}).length;`,
        `assert.equal(await ${sender}.notify(${address}, id, { eventId: "twice" }), 200);`,
        "await service.settle();",
        `assert.equal(service.writes(${name}).length, before);`,
        'assert.equal((await service.api.get("/api/events?search=twice")).body.total, 1);',
        `hasArrived(service, ${name}, ${key(82)});`,
      ],
    },
    {
      about: "service:signature",
      file,
      words: `${flow.label}: a webhook with a wrong signature, none, or an old one is refused and leaves nothing behind`,
      body: [
        ...give(83),
        `const before = ${total};`,
        ...(flow.mode === "update" ? [`const sent = service.writes(${name}).length;`] : []),
        `assert.equal(await ${sender}.notify(${address}, id, { secret: "somebody else's secret" }), 401);`,
        `assert.equal(await ${sender}.notify(${address}, id, { timestamp: Date.now() / 1000 - 600 }), 401);`,
        `assert.equal(await ${sender}.notify(${address}, id, { timestamp: Date.now() / 1000 + 600 }), 401);`,
        `refused(await service.api.post("/webhooks/${flow.name}", { data: { id } }), 401);`,
        `assert.equal(${total}, before);`,
        // What is only changed there was there before.
        ...(flow.mode === "update"
          ? [`assert.equal(service.writes(${name}).length, sent);`]
          : [`hasNotArrived(service, ${name}, ${key(83)});`]),
        `assert.equal(await ${sender}.notify(${address}, id, { timestamp: Date.now() / 1000 - 200 }), 202);`,
        "await service.settle();",
        `hasArrived(service, ${name}, ${key(83)});`,
      ],
    },
    {
      about: "service:signature",
      file,
      words: `${flow.label}: a webhook that is signed and says nothing is refused, and a body without end is not read`,
      body: [
        `assert.equal(await ${sender}.notify(${address}, "", { body: "{}" }), 400);`,
        `assert.equal(await ${sender}.notify(${address}, "", { body: "{broken" }), 400);`,
        `assert.equal(await ${sender}.notify(${address}, "", { body: " ".repeat(2_000_000) }), 413);`,
        'assert.equal((await service.api.get("/health")).status, 200);',
      ],
    },
    {
      about,
      file,
      words: `${flow.label}: a webhook that names nothing which is there is put aside with the reason`,
      body: [
        `assert.equal(await ${sender}.notify(${address}, "nobody-has-this", { eventId: "nothing" }), 202);`,
        "await service.settle();",
        'const [event] = (await service.api.get("/api/events?search=nobody-has-this")).body.items;',
        'assert.equal(event?.status, "dead");',
        'assert.match(event?.reason ?? "", /has no record nobody-has-this/);',
      ],
    },
    {
      about: "service:resume",
      file: "test/reliability.test.ts",
      words: `${flow.label}: what a webhook brought is stored before it is answered, and survives the end of the process`,
      body: [
        "const service = await startService({ booted: true });",
        ...give(84),
        // The first request for the record is never answered, so the process ends before it could send anything on.
        `${sender}.fail({ times: 1, status: -1, method: "GET" });`,
        `assert.equal(await ${sender}.notify(${address}, id), 202);`,
        `await until("it is being read", () => ${sender}.requests.some(({ method }) => method === "GET"));`,
        "await service.crash();",
        "await service.settle();",
        `hasArrived(service, ${name}, ${key(84)});`,
        "await service.stop();",
      ],
    },
  ];
}
