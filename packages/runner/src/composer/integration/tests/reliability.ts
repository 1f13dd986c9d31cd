import { text } from "../../print.ts";
import type { Plan, PlannedFlow } from "../plan.ts";
import { keySource, samplerOf } from "../samples.ts";
import { keyCode, placeLine } from "./flow.ts";
import type { Draft } from "./suite.ts";

const file = "test/reliability.test.ts";

/** Crashes, outages, limits, lost answers and rubbish: nothing is lost, nothing is made twice. */
export function reliabilityDrafts(plan: Plan, flow: PlannedFlow): Draft[] {
  const name = text(flow.name);
  const [source, target] = [`service.system(${text(flow.from)})`, `service.system(${text(flow.to)})`];
  const isUpdate = flow.mode === "update" && flow.matchBy !== undefined;
  /** What the first write of a record is sent by. */
  const method = isUpdate ? "PATCH" : "POST";
  const many = (count: number) => [
    `for (let number = 1; number <= ${count}; number += 1) {`,
    ...(isUpdate
      ? [`  service.place(${name}, { ${flow.matchBy}: String(${samplerOf(flow)}(number).${keySource(flow)}) });`]
      : []),
    `  service.give(${name}, ${samplerOf(flow)}(number));`,
    "}",
  ];
  const all = (count: number) => {
    return [
      `assert.equal(${target}.all(${text(flow.target.key)}).length, ${count});`,
      ...(isUpdate ? [] : [`assert.equal(creationsOf(service, ${name}).size, ${count});`]),
      `assert.equal((await service.api.get("/api/records?flow=${flow.name}&status=delivered")).body.total, ${count});`,
    ];
  };
  const giveOne = (number: number) => [
    ...(isUpdate ? [placeLine(flow, number)] : []),
    `const id = service.give(${name}, ${samplerOf(flow)}(${number}));`,
  ];
  const begin = (options: string) => `const service = await startService(${options});`;
  return [
    {
      about: "service:resume",
      file,
      words: "a sync whose process is killed goes on at the page it was at, and nothing arrives twice",
      body: [
        begin(`{ booted: true, ${oneLineSize} }`),
        ...block(many(8)),
        // The fifth record is made, and its answer never comes: nobody can know whether it was.
        `const isWrite = ({ method }: { method: string }) => method === ${text(method)};`,
        `${target}.fail({ times: 1, after: 4, status: -1, method: ${text(method)}, isDone: true });`,
        `await service.api.post("/api/syncs", { flow: ${name} });`,
        `await until("the fifth is being written", () => service.writes(${name}).filter(isWrite).length === 5);`,
        `const pagesBefore = ${source}.requests.filter(({ path }) => path === ${text(`/${flow.source.key}`)}).length;`,
        "await service.crash();",
        "await service.settle();",
        ...all(8),
        `const [resumed, first] = (await service.api.get("/api/syncs?flow=${flow.name}")).body.items;`,
        `assert.deepEqual([first?.status, resumed?.cause, resumed?.status], ["interrupted", "resume", "completed"]);`,
        `const pages = ${source}.requests.filter(({ path }) => path === ${text(`/${flow.source.key}`)}).slice(pagesBefore);`,
        `assert.ok(pages.every(({ query }) => query.cursor !== undefined), "It began again at the first page");`,
        "await service.stop();",
      ],
    },
    {
      about: "service:resume",
      file,
      words: "a record whose answer was lost on the way is found again and not made twice",
      body: [
        ...giveOne(21),
        `${target}.fail({ times: 4, status: 0, method: ${text(method)}, isDone: true });`,
        `await service.sync(${name});`,
        `await until("it has arrived", async () => (await recordOf(service, ${name}, id)).status === "delivered");`,
        `hasArrived(service, ${name}, ${keyCode(flow, 21)});`,
      ],
    },
    {
      about: "service:retries",
      file,
      words: "a target that is out of order is asked again, with the same key, until it answers",
      body: [
        ...giveOne(22),
        `const before = service.writes(${name}).length;`,
        `${target}.fail({ times: 2, status: 503, method: ${text(method)} });`,
        `const { status } = await service.sync(${name});`,
        'assert.equal(status, "completed");',
        `hasArrived(service, ${name}, ${keyCode(flow, 22)});`,
        `const tries = service.writes(${name}).slice(before);`,
        "assert.deepEqual(tries.map((request) => request.status >= 500), [true, true, false]);",
        ...(isUpdate
          ? []
          : [
              "assert.equal(new Set(tries.map(({ key }) => key)).size, 1);",
              `assert.equal(tries[0]?.key, \`${flow.name}:\${id}\`);`,
            ]),
      ],
    },
    {
      about: "service:limits",
      file,
      words: "a system that asks for time is not asked again before then",
      body: [
        ...giveOne(23),
        `const before = service.writes(${name}).length;`,
        `${target}.fail({ times: 1, status: 429, method: ${text(method)}, headers: { "Retry-After": "1" } });`,
        `await service.sync(${name});`,
        `const [first, second] = service.writes(${name}).slice(before);`,
        'assert.ok(first && second && second.at - first.at >= 990, "It was asked too soon");',
        `hasArrived(service, ${name}, ${keyCode(flow, 23)});`,
      ],
    },
    {
      about: "service:limits",
      file,
      words: "Retry-After is read as seconds and as a date",
      body: [
        'assert.equal(retryAfter("120", 1000), 121_000);',
        'assert.equal(retryAfter("Wed, 21 Oct 2026 07:28:00 GMT"), Date.UTC(2026, 9, 21, 7, 28));',
        'assert.equal(retryAfter("soon"), undefined);',
        "assert.equal(retryAfter(null), undefined);",
      ],
    },
    {
      about: "service:retries",
      file,
      words:
        "a record that fails is tried again by itself, and what the target refuses waits for somebody, with the reason",
      body: [
        ...giveOne(24),
        `${target}.fail({ times: 4, status: 500, method: ${text(method)} });`,
        `const failed = await service.sync(${name});`,
        "assert.equal(failed.failed, 1);",
        `await until("it has arrived", async () => (await recordOf(service, ${name}, id)).status === "delivered");`,
        `hasArrived(service, ${name}, ${keyCode(flow, 24)});`,
        ...(isUpdate ? [placeLine(flow, 25)] : []),
        `const refusedId = service.give(${name}, ${samplerOf(flow)}(25));`,
        `${target}.fail({ times: 1, status: 422, method: ${text(method)}, body: JSON.stringify({ message: "We don't take this" }) });`,
        `await service.sync(${name});`,
        `const { status, reason } = await recordOf(service, ${name}, refusedId);`,
        'assert.equal(status, "dead");',
        'assert.match(reason ?? "", /answered 422: We don\'t take this/);',
      ],
    },
    {
      about: "service:retries",
      file,
      words: `a record that keeps failing is given up after as many tries as were agreed (${plan.recordTries})`,
      body: [
        `assert.equal(integration.recordTries, ${plan.recordTries});`,
        ...giveOne(26),
        `${target}.fail({ times: 1000, status: 500, method: ${text(method)} });`,
        `await service.sync(${name});`,
        ...(plan.recordTries > 4
          ? [
              `await until("it is tried again", async () => (await recordOf(service, ${name}, id)).tries >= 3);`,
              `assert.equal((await recordOf(service, ${name}, id)).status, "failed");`,
            ]
          : [
              `await until("it is given up", async () => (await recordOf(service, ${name}, id)).status === "dead");`,
              `assert.equal((await recordOf(service, ${name}, id)).tries, ${plan.recordTries});`,
            ]),
        `${target}.heal();`,
        'await service.api.post("/api/failures/retry");',
        `await until("it has arrived", async () => (await recordOf(service, ${name}, id)).status === "delivered");`,
      ],
    },
    {
      about: "service:retries",
      file,
      words: "a target that is down is left alone, and the sync goes on from there when it is back",
      body: [
        begin(`{ ${oneLineSize}, settings: { REQUEST_TRIES: "1" } }`),
        ...block(many(7)),
        `${target}.fail({ times: 3, status: 503, method: ${text(method)} });`,
        `const stopped = await service.sync(${name});`,
        'assert.equal(stopped.status, "failed");',
        'assert.match(stopped.error ?? "", /3 times in a row/);',
        `assert.equal(service.writes(${name}).length, 3);`,
        'await service.api.post("/api/failures/retry");',
        `const { status } = await service.sync(${name});`,
        'assert.equal(status, "completed");',
        'await until("all have arrived", async () => (await service.api.get("/api/failures")).body.total === 0);',
        ...all(7),
        "await service.stop();",
      ],
    },
    {
      about: "service:retries",
      file,
      words: "a source that answers rubbish ends the sync with the reason, and the next one works",
      body: [
        ...giveOne(28),
        `${source}.fail({ times: 1, status: 200, method: "GET", body: "<html>Maintenance</html>" });`,
        `const html = await service.sync(${name});`,
        'assert.equal(html.status, "failed");',
        'assert.match(html.error ?? "", /not JSON/);',
        `${source}.fail({ times: 1, status: 200, method: "GET", body: '{"surprise":[]}' });`,
        `assert.match((await service.sync(${name})).error ?? "", /a list without items/);`,
        `${source}.fail({ times: 1, status: 302, method: "GET", headers: { Location: "http://127.0.0.1:9/" } });`,
        `assert.match((await service.sync(${name})).error ?? "", /another address/);`,
        `${source}.fail({ times: 1, status: 200, method: "GET", body: '{"items":[null,"x",{}]}' });`,
        `const odd = await service.sync(${name});`,
        'assert.deepEqual([odd.status, odd.failed], ["completed", 3]);',
        `assert.equal((await service.sync(${name})).status, "completed");`,
        `hasArrived(service, ${name}, ${keyCode(flow, 28)});`,
      ],
    },
    ...pagingDrafts(flow, many, all),
  ];
}

/** Pages of three. */
const oneLineSize = 'mapping: (mapping) => pagedBy(mapping, "cursor")';

/** A loop is several lines of its own, so that it is left as it is. */
const block = (lines: readonly string[]): string[] => [lines.join("\n")];

function pagingDrafts(flow: PlannedFlow, many: (count: number) => string[], all: (count: number) => string[]): Draft[] {
  const name = text(flow.name);
  const source = `service.system(${text(flow.from)})`;
  const styles = [
    ["cursor", "cursors"],
    ["page", "page numbers"],
    ["link", "links in a header"],
  ] as const;
  return [
    ...styles.map(
      ([style, words]): Draft => ({
        about: "service:paging",
        file: "test/paging.test.ts",
        words: `every page of a list is read, with ${words}`,
        body: [
          `const service = await startService({ mapping: (mapping) => pagedBy(mapping, "${style}") });`,
          ...block(many(8)),
          `const { status, pages, read } = await service.sync(${name});`,
          'assert.deepEqual({ status, pages, read }, { status: "completed", pages: 3, read: 8 });',
          ...all(8),
          "await service.stop();",
        ],
      }),
    ),
    {
      about: "service:paging",
      file: "test/paging.test.ts",
      words: "only what has changed since the last sync is asked for",
      body: [
        ...block(many(2)),
        `await service.sync(${name});`,
        `await service.sync(${name});`,
        `const { requests } = ${source};`,
        `const lists = requests.filter(({ path }) => path === ${text(`/${flow.source.key}`)});`,
        "const asked = lists.map(({ query }) => query.updatedSince);",
        "assert.equal(asked[0], undefined);",
        `const newest = String(${source}.all(${text(flow.source.key)}).at(-1)?.updatedAt);`,
        'assert.equal(Date.parse(newest) - Date.parse(asked[1] ?? ""), 60_000);',
      ],
    },
    {
      about: "service:paging",
      file: "test/paging.test.ts",
      words: "a next page on another host is not asked for, since it would get our credentials",
      body: [
        `const service = await startService({ mapping: (mapping) => pagedBy(mapping, "link") });`,
        `${source}.fail({ times: 1, status: 200, method: "GET", body: '{"items":[]}', headers: { Link: '<http://127.0.0.1:9/next>; rel="next"' } });`,
        `const { status, error } = await service.sync(${name});`,
        'assert.equal(status, "failed");',
        'assert.match(error ?? "", /sends us to http:\\/\\/127\\.0\\.0\\.1:9/);',
        "await service.stop();",
      ],
    },
  ];
}
