import { text } from "../../print.ts";
import { type Plan, type PlannedFlow, prefixOf } from "../plan.ts";
import { samplerOf } from "../samples.ts";
import { keyCode, placeLine } from "./flow.ts";
import type { Draft } from "./suite.ts";

/** What the service owes whatever it moves: who may do what, what can be seen, what survives. */
export function serviceDrafts(plan: Plan, flow: PlannedFlow): Draft[] {
  const name = text(flow.name);
  const [source, target] = [`service.system(${text(flow.from)})`, `service.system(${text(flow.to)})`];
  const isUpdate = flow.mode === "update" && flow.matchBy !== undefined;
  const give = (number: number) => [
    ...(isUpdate ? [placeLine(flow, number)] : []),
    `const id = service.give(${name}, ${samplerOf(flow)}(${number}));`,
  ];
  const arrived = (number: number) => `hasArrived(service, ${name}, ${keyCode(flow, number)});`;
  const settings = (entries: Record<string, string>) =>
    `{ settings: { ${Object.entries(entries)
      .map(([key, value]) => `${key}: ${value}`)
      .join(", ")} } }`;
  const prefix = prefixOf(flow.from);
  const both = plan.systems.map(({ name: each }) => [`${prefixOf(each)}AUTH`, '"api-key"'] as const);
  const access = "test/access.test.ts";
  const seen = "test/service.test.ts";
  return [
    {
      about: "service:auth",
      file: access,
      words: "one token serves many requests, and one that has expired is replaced without a record failing",
      body: [
        "const service = await startService(" + settings(oauth(plan)) + ");",
        ...give(1),
        `await service.sync(${name});`,
        `assert.deepEqual([${source}.tokens(), ${target}.tokens()], [1, 1]);`,
        `${source}.expireTokens();`,
        `${target}.expireTokens();`,
        ...give(2).map((line) => line.replace("const id", "const second")),
        `const { status, failed } = await service.sync(${name});`,
        'assert.deepEqual({ status, failed }, { status: "completed", failed: 0 });',
        flow.matchBy ? arrived(2) : arrived(2).replace("id)", "second)"),
        `assert.deepEqual([${source}.tokens(), ${target}.tokens()], [2, 2]);`,
        "await service.stop();",
      ],
    },
    {
      about: "service:auth",
      file: access,
      words: "with an API key no token is asked for",
      body: [
        `const service = await startService(${settings(Object.fromEntries(both))});`,
        ...give(3),
        `await service.sync(${name});`,
        arrived(3),
        `assert.deepEqual([${source}.tokens(), ${target}.tokens()], [0, 0]);`,
        "await service.stop();",
      ],
    },
    {
      about: "service:auth",
      file: access,
      words: "a refresh token that is replaced with each use is kept over a restart",
      body: [
        `const service = await startService(${settings({ ...oauth(plan), [`${prefix}AUTH`]: '"oauth2-refresh"' })});`,
        `assert.equal((await service.sync(${name})).status, "completed");`,
        "await service.restart();",
        `assert.equal((await service.sync(${name})).status, "completed");`,
        `assert.equal(${source}.tokens(), 2);`,
        "await service.stop();",
      ],
    },
    {
      about: "service:auth",
      file: access,
      words: "credentials that are refused end the sync with the reason and without the secret",
      body: [
        `const service = await startService(${settings({ ...oauth(plan), [`${prefix}CLIENT_SECRET`]: '"a wrong secret"' })});`,
        `const { status, error } = await service.sync(${name});`,
        'assert.equal(status, "failed");',
        'assert.match(error ?? "", /gives us no token/);',
        "assert.doesNotMatch(JSON.stringify(error), /a wrong secret/);",
        "await service.stop();",
      ],
    },
    {
      about: "service:operator",
      file: access,
      words: "with a password set, pages and API are closed to everybody else",
      body: [
        `const service = await startService(${settings({ OPERATOR_PASSWORD: '"a password for tests"' })});`,
        "const nobody = client(service.url);",
        'for (const path of ["/", "/failures", "/api/flows", "/api/records", "/api/syncs"])\n  refused(await nobody.get(path), 401);',
        'refused(await nobody.post("/api/syncs"), 401);',
        'refused(await nobody.post("/api/failures/retry"), 401);',
        'refused(await client(service.url, "a password for guests").get("/api/flows"), 401);',
        'assert.equal((await nobody.get("/health")).status, 200);',
        'assert.equal((await service.api.get("/api/flows")).status, 200);',
        'const basic = `Basic ${Buffer.from("me:a password for tests").toString("base64")}`;',
        'assert.equal((await nobody.get("/", { Authorization: basic })).status, 200);',
        "await service.stop();",
      ],
    },
    {
      about: "service:logs",
      file: access,
      words: "what is logged holds neither secrets nor what is in the records",
      body: [
        `const service = await startService({ booted: true });`,
        ...give(4),
        `await service.sync(${name});`,
        "const said = service.said();",
        'assert.match(said, /"sync.completed"/);',
        'for (const secret of Object.values(standInSecrets)) assert.ok(!said.includes(secret), "A secret was logged");',
        `for (const value of Object.values(${samplerOf(flow)}(4)))`,
        '  if (typeof value === "string" && value.length > 6) assert.ok(!said.includes(value), `${value} was logged`);',
        "await service.stop();",
      ].reduce<string[]>((lines, line) => {
        const before = lines.at(-1);
        if (line.startsWith("  if") && before?.startsWith("for")) lines[lines.length - 1] = `${before}\n${line}`;
        else lines.push(line);
        return lines;
      }, []),
    },
    {
      about: "service:alerts",
      file: seen,
      words: "each record that is given up and each sync that fails is told to ALERT_URL, again until it is taken",
      body: [
        "const told: string[] = [];",
        "const ear = createServer((request, answer) => {",
        '  request.on("data", (part: Buffer) => told.push(part.toString()));',
        '  request.on("end", () => answer.writeHead(204).end());',
        "});",
        'await new Promise<void>((resolve) => ear.listen(0, "127.0.0.1", resolve));',
        "const service = await startService({ settings: { ALERT_URL: `http://127.0.0.1:${(ear.address() as AddressInfo).port}/` } });",
        ...(isUpdate ? [placeLine(flow, 5)] : []),
        `const id = service.give(${name}, ${samplerOf(flow)}(5));`,
        `${target}.fail({ times: 1, status: 422 });`,
        `await service.sync(${name});`,
        `${source}.fail({ times: 1, status: 200, method: "GET", body: "rubbish" });`,
        `await service.sync(${name});`,
        'await until("both were told", () => told.length === 2);',
        'assert.deepEqual(told.map((each) => (JSON.parse(each) as { kind: string }).kind), ["record.dead", "sync.failed"]);',
        'assert.equal((JSON.parse(told[0] ?? "") as { subject: string }).subject, id);',
        "await service.stop();",
        "ear.close();",
      ].reduce<string[]>((lines, line) => {
        const open = lines.at(-1);
        if (open?.includes("createServer") && !open.endsWith("});")) lines[lines.length - 1] = `${open}\n${line}`;
        else lines.push(line);
        return lines;
      }, []),
    },
    {
      about: "service:status",
      file: seen,
      words: "the page shows every flow, what failed with the reason, and lets a sync begin",
      body: [
        ...(isUpdate ? [placeLine(flow, 6)] : []),
        `const id = service.give(${name}, ${samplerOf(flow)}(6));`,
        `${target}.fail({ times: 1, status: 422, body: JSON.stringify({ message: "<b>No</b> & never" }) });`,
        `const begun = await service.api.post("/flows/${flow.name}/sync");`,
        'assert.deepEqual([begun.status, begun.headers.get("Location")], [303, "/?done=asked"]);',
        "await service.settle();",
        'const { text: page } = await service.api.get("/");',
        ...plan.flows.map((each) => `assert.ok(page.includes("/flows/${each.name}/sync"));`),
        "assert.match(page, /&lt;b&gt;No&lt;\\/b&gt; &amp; never/);",
        'assert.ok(page.includes(id) && page.includes("Sync now"));',
        `const { id: failure } = await recordOf(service, ${name}, id);`,
        "assert.equal((await service.api.post(`/failures/${failure}/retry`)).status, 303);",
        `await until("it has arrived", async () => (await recordOf(service, ${name}, id)).status === "delivered");`,
        arrived(6),
      ],
    },
    {
      about: "service:status",
      file: seen,
      words: "lists can be searched, narrowed, sorted and paged, and refuse what they don't know",
      body: [
        ...(isUpdate ? [placeLine(flow, 7), placeLine(flow, 8)] : []),
        `const id = service.give(${name}, ${samplerOf(flow)}(7));`,
        `service.give(${name}, ${samplerOf(flow)}(8));`,
        `await service.sync(${name});`,
        "const found = (await service.api.get(`/api/records?search=${id}`)).body;",
        "assert.ok(found.items.some((item) => item.sourceId === id));",
        'assert.equal((await service.api.get("/api/records?search=no-such-thing")).body.total, 0);',
        'const sorted = (await service.api.get("/api/records?sort=id:asc&pageSize=2")).body.items.map((item) => item.id);',
        "assert.deepEqual(sorted, [...sorted].sort((a, b) => a - b));",
        'const next = (await service.api.get("/api/records?sort=id:asc&pageSize=1&page=2")).body.items;',
        "assert.equal(next[0]?.id, sorted[1]);",
        'for (const query of ["sort=secret", "page=0", "pageSize=1000", "status=odd", "nothing=1"])',
        "  refused(await service.api.get(`/api/records?${query}`), 400);",
        `const { status } = (await service.api.get(\`/api/records/\${(await recordOf(service, ${name}, id)).id}\`)).body;`,
        'assert.equal(status, "delivered");',
        'refused(await service.api.get("/api/records/999999"), 404);',
      ].reduce<string[]>((lines, line) => {
        if (line.startsWith("  refused")) lines[lines.length - 1] = `${lines.at(-1)}\n${line}`;
        else lines.push(line);
        return lines;
      }, []),
    },
    {
      about: "service:status",
      file: seen,
      words: "a second sync of a flow is refused while the first is not done",
      body: [
        `${source}.fail({ times: 1, status: 429, method: "GET", headers: { "Retry-After": "1" } });`,
        `assert.equal((await service.api.post("/api/syncs", { flow: ${name} })).status, 202);`,
        `refused(await service.api.post("/api/syncs", { flow: ${name} }), 409);`,
        'refused(await service.api.post("/api/syncs", { flow: "no-such-flow" }), 400);',
        'refused(await service.api.post("/api/syncs", "{broken"), 400);',
        'refused(await service.api.post("/api/syncs", {}, { Origin: "https://elsewhere.example" }), 403);',
        "await service.settle();",
      ],
    },
    {
      about: "service:status",
      file: seen,
      words: "it says that it works, describes its API, and refuses what isn't there",
      body: [
        'assert.deepEqual((await service.api.get("/health")).text, \'{"status":"ok"}\');',
        'const { paths } = JSON.parse((await service.api.get("/openapi.json")).text) as { paths: Record<string, unknown> };',
        `for (const path of ["/api/flows", "/api/syncs", "/api/records", "/api/failures", "/api/events"])\n  assert.ok(path in paths, path);`,
        'refused(await service.api.get("/no-such-address"), 404);',
      ],
    },
    {
      about: "service:resume",
      file: seen,
      words: "what was done is known after a restart, and not done again",
      body: [
        ...give(9),
        `await service.sync(${name});`,
        `const before = service.writes(${name}).length;`,
        "await service.restart();",
        `assert.equal((await recordOf(service, ${name}, id)).status, "delivered");`,
        `await service.sync(${name});`,
        `assert.equal(service.writes(${name}).length, before);`,
        arrived(9),
      ],
    },
  ];
}

/** Both ends of a flow by OAuth 2, whatever the settings begin with. */
const oauth = (plan: Plan): Record<string, string> =>
  Object.fromEntries(plan.systems.map(({ name }) => [`${prefixOf(name)}AUTH`, '"oauth2"']));

/** That the service keeps to what a system allows a second. */
export function rateDrafts(plan: Plan, flow: PlannedFlow): Draft[] {
  return plan.systems.flatMap(({ name, label, maxPerSecond }): Draft[] => {
    if (maxPerSecond === undefined) return [];
    const own = plan.flows.find((each) => each.from === name || each.to === name) ?? flow;
    return [
      {
        about: `service:rate.${name}`,
        file: "test/rates.test.ts",
        words: `${label} gets no more than ${maxPerSecond} requests a second`,
        body: [
          "const service = await startService({ isSparing: true });",
          ...(own.mode === "update" && own.matchBy ? [placeLine(own, 1)] : []),
          `service.give(${text(own.name)}, ${samplerOf(own)}(1));`,
          `await service.sync(${text(own.name)});`,
          `await service.sync(${text(own.name)});`,
          `const times = service.system(${text(name)}).requests.filter(({ path }) => path !== "/oauth/token").map(({ at }) => at);`,
          "assert.ok(times.length > 1);",
          `assert.ok((times.at(-1) ?? 0) - (times[0] ?? 0) >= (times.length - 1) * ${Math.floor(1000 / maxPerSecond)} - 50);`,
          "await service.stop();",
        ],
      },
    ];
  });
}
