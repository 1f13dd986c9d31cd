import type { Requirement } from "../../../artefacts.ts";
import { apart } from "../../apart.ts";
import type { App, AppReport } from "../../app.ts";
import { text } from "../../print.ts";
import { accepts, plainScenario, read, type Scenario, solve, usual, type Value } from "../../scenario.ts";
import { makerOf } from "../samples.ts";
import { api, arrange, type Draft, valuesCode } from "./suite.ts";

/** What holds for the application as a whole. */
export function applicationDrafts(app: App): Draft[] {
  const file = "test/application.test.ts";
  const [first] = app.entities;
  if (!first) return [];
  const paths = app.entities
    .flatMap((entity) => [
      `/api/${entity.path}`,
      `/api/${entity.path}/{id}`,
      ...(entity.state?.moves.map((move) => `/api/${entity.path}/{id}/${move.action}`) ?? []),
    ])
    .concat(
      app.reports.map((report) => `/api/reports/${report.name}`),
      "/health",
    );
  return [
    {
      words: "the application says that it is well and describes every route",
      file,
      body: [
        'assert.equal((await app.anonymous.get("/health")).status, 200);',
        'const answer = await app.anonymous.get("/openapi.json");',
        "assert.equal(answer.status, 200);",
        "const document = JSON.parse(answer.text) as { openapi: string; paths: Record<string, unknown> };",
        'assert.ok(document.openapi.startsWith("3.1"));',
        `const paths = [${paths.map((path) => text(path)).join(", ")}];`,
        "for (const path of paths) assert.ok(document.paths[path], path);",
      ],
    },
    {
      words: "the overview shows everything there is and links to it",
      file,
      body: [
        'const { status, text } = await api.get("/");',
        "assert.equal(status, 200);",
        ...app.entities.map((entity) => `assert.ok(text.includes('href="/${entity.path}"'));`),
        'assert.match(text, /name="viewport"/);',
        'assert.match(text, /<html lang="en">/);',
      ],
    },
    {
      words: "records survive a restart",
      file,
      body: [
        "const before = await startApp();",
        `const record = await ${makerOf(first)}(before.api);`,
        "await before.stop({ keepData: true });",
        "const again = await startApp({ dataDir: before.dataDir });",
        `assert.deepEqual(ok(await again.api.get(\`${api(first)}/\${record.id}\`)), record);`,
        `assert.equal((await idsOf(again.api, "${api(first)}")).length, 1);`,
        "await again.stop();",
      ],
    },
    {
      words: "a new installation starts with examples that obey the rules",
      file,
      body: [
        'const filled = await startApp({ seed: "demo" });',
        ...app.entities.map(
          (entity) => `assert.ok((await idsOf(filled.api, "${api(entity)}")).length > 0, ${text(entity.plural)});`,
        ),
        'const text = (await filled.api.get("/")).text;',
        "assert.doesNotMatch(text, /Something went wrong/);",
        "await filled.stop();",
      ],
    },
    {
      words: "what people type is shown as text and never run",
      file,
      body: (() => {
        const entity =
          app.entities.find((each) =>
            each.fields.some((field) => field.kind === "text" && !field.readOnly && field.name === each.display),
          ) ?? first;
        const field = entity.fields.find(
          (each) => each.kind === "text" && !each.readOnly && each.name === entity.display,
        );
        const headers = [
          'assert.match(page.headers.get("Content-Security-Policy") ?? "", /script-src \'self\'/);',
          'assert.equal(page.headers.get("X-Content-Type-Options"), "nosniff");',
        ];
        if (!field) return ['const page = await api.get("/");', ...headers];
        return [
          `const record = await ${makerOf(entity)}(api, { ${field.name}: '<script>alert("x")</script>' });`,
          `const page = await api.get(\`/${entity.path}/\${record.id}\`);`,
          'assert.ok(!page.text.includes("<script>alert("));',
          'assert.ok(page.text.includes("&lt;script&gt;"));',
          ...headers,
        ];
      })(),
    },
    {
      words: "another site can't make a browser change anything",
      file,
      body: [
        `const body = JSON.stringify(await ${first.ident}Body(api));`,
        `const before = (await idsOf(api, "${api(first)}")).length;`,
        `refused(await api.raw("POST", "${api(first)}", body, { Origin: "https://evil.example" }), 403);`,
        `refused(await api.raw("POST", "${api(first)}", body, { "Sec-Fetch-Site": "cross-site" }), 403);`,
        `assert.equal((await idsOf(api, "${api(first)}")).length, before);`,
      ],
    },
    {
      words: "unknown addresses and methods are refused plainly",
      file,
      body: [
        'refused(await api.get("/api/no-such-thing"), 404);',
        `refused(await api.delete("${api(first)}"), 405);`,
        'assert.equal((await api.get("/no-such-page", { Accept: "text/html" })).status, 404);',
      ],
    },
  ];
}

/** That only people with an account get in, and only those who may change roles. */
export function accessDrafts(app: App): Draft[] {
  const { access } = app;
  const [first] = app.entities;
  if (!access || !first) return [];
  const file = "test/access.test.ts";
  const managing = access.roles.filter((role) => role.manages).map((role) => role.name);
  const plain = access.roles.filter((role) => !role.manages).map((role) => role.name);
  const other = access.roles.find((role) => role.name !== access.defaultRole)?.name ?? access.defaultRole;
  const account = (email: string) => `{ name: "Nia New", email: "${email}", password: "long enough 1" }`;
  const drafts: Draft[] = [
    {
      words: "nobody gets in without an account",
      file,
      body: [
        ...app.entities.flatMap((entity) => [
          `refused(await app.anonymous.get("${api(entity)}"), 401);`,
          `refused(await app.anonymous.post("${api(entity)}", {}), 401);`,
          `refused(await app.anonymous.get("${api(entity)}/1"), 401);`,
          `refused(await app.anonymous.delete("${api(entity)}/1"), 401);`,
        ]),
        ...app.reports.map((report) => `refused(await app.anonymous.get("/api/reports/${report.name}"), 401);`),
        `refused(await app.anonymous.get("/api/${access.path}"), 401);`,
        'refused(await app.anonymous.get("/api/me"), 401);',
        'const page = await app.anonymous.get("/");',
        "assert.equal(page.status, 303);",
        'assert.equal(page.headers.get("Location"), "/sign-in");',
        'assert.equal((await app.anonymous.get("/sign-in")).status, 200);',
      ],
    },
    {
      words: "the right password opens a session and signing out ends it",
      file,
      body: [
        `ok(await app.anonymous.post("/api/${access.path}", ${account("nia@example.com")}), 201);`,
        'refused(await app.anonymous.post("/api/session", { email: "nia@example.com", password: "wrong password" }), 401);',
        'refused(await app.anonymous.post("/api/session", { email: "nobody@example.com", password: "long enough 1" }), 401);',
        'refused(await app.anonymous.post("/api/session", { email: "nia@example.com" }), 400, "password");',
        'const session = ok(await app.anonymous.post("/api/session", { email: "nia@example.com", password: "long enough 1" }), 201);',
        "const nia = app.withToken(String(session.token));",
        `assert.equal(ok(await nia.get("/api/me")).role, ${text(access.defaultRole)});`,
        `assert.equal((await nia.get("${api(first)}")).status, 200);`,
        'assert.equal((await nia.delete("/api/session")).status, 204);',
        `refused(await nia.get("${api(first)}"), 401);`,
        'refused(await app.withToken("made-up").get("/api/me"), 401);',
      ],
    },
    {
      words: "who signs up gets the usual role and can't choose a higher one",
      file,
      body: [
        `assert.equal(ok(await app.anonymous.post("/api/${access.path}", ${account("sam@example.com")}), 201).role, ${text(access.defaultRole)});`,
        `refused(await app.anonymous.post("/api/${access.path}", ${account("sam@example.com")}), 409, "email");`,
        `refused(await app.anonymous.post("/api/${access.path}", { ...${account("short@example.com")}, password: "short" }), 400, "password");`,
        `refused(await app.anonymous.post("/api/${access.path}", { ...${account("role@example.com")}, role: "no-such-role" }), 400, "role");`,
        ...(other === access.defaultRole
          ? []
          : [
              `refused(await app.anonymous.post("/api/${access.path}", { ...${account("high@example.com")}, role: ${text(other)} }), 403);`,
            ]),
      ],
    },
  ];
  if (managing[0])
    drafts.push({
      words: "only a managing role sees accounts and changes roles",
      file,
      body: [
        `const account = ok(await app.anonymous.post("/api/${access.path}", ${account("max@example.com")}), 201);`,
        ...plain.flatMap((role) => [
          `refused(await app.as(${text(role)}).get("/api/${access.path}"), 403);`,
          `refused(await app.as(${text(role)}).patch(\`/api/${access.path}/\${account.id}\`, { role: ${text(other)} }), 403);`,
        ]),
        `const manager = app.as(${text(managing[0])});`,
        `assert.ok((await idsOf(manager, "/api/${access.path}")).includes(account.id));`,
        `assert.equal(ok(await manager.patch(\`/api/${access.path}/\${account.id}\`, { role: ${text(other)} })).role, ${text(other)});`,
        `refused(await manager.patch(\`/api/${access.path}/\${account.id}\`, { role: "no-such-role" }), 400, "role");`,
        `refused(await manager.patch("/api/${access.path}/999999", {}), 404);`,
      ],
    });
  return drafts;
}

/** That a report adds up what one gets by hand, group by group. */
export function reportDrafts(app: App, report: AppReport): Draft[] {
  const { entity } = report;
  const group = entity.fields.find((field) => field.name === report.groupBy);
  const target = group?.kind === "reference" ? app.entities.find((each) => each.path === group.target) : undefined;
  const inside = solve(app, entity, report.when, true) ?? plainScenario(app, entity);
  const outside = report.when.length > 0 ? solve(app, entity, report.when, false, inside) : undefined;
  const field = report.measures.find((measure) => measure.field)?.field;
  const measured = entity.fields.find(
    (each) => each.name === field && ["integer", "money", "decimal", "percent"].includes(each.kind) && !each.readOnly,
  );
  const variants = measured ? varied(app, report, inside, measured.name) : [inside, inside];
  // What is grouped by its day has one.
  const day = group && report.each ? { [group.name]: usual(group) } : {};
  const [one = inside, two] = [inside, variants[1] ?? inside]
    .map((each) => ({ ...each, values: { ...each.values, ...day } }))
    .map((each, index) => apart(app, entity, each, report.groupBy, index));
  const both = two ? [one, two] : [one];
  const body: string[] = [
    `const before = await api.get("/api/reports/${report.name}");`,
    "assert.equal(before.status, 200, before.text);",
  ];
  if (target) {
    body.push(`const owner = await ${makerOf(target)}(api);`, `const other = await ${makerOf(target)}(api);`);
    const put = (scenario: Scenario, name: string, owner: string) => {
      const lines = arrange(app, entity, scenario, name);
      const kept = Object.fromEntries(Object.entries(scenario.values).filter(([key]) => key !== report.groupBy));
      lines[0] = `const ${name} = await ${makerOf(entity)}(api, ${valuesCode(entity, kept, { [report.groupBy]: `${owner}.id` })});`;
      return lines;
    };
    body.push(
      ...put(one, "first", "owner"),
      ...(two ? put(two, "second", "owner") : []),
      ...put(one, "third", "other"),
      ...(outside ? put({ ...outside, children: [] }, "leftOut", "owner") : []),
    );
    body.push(
      `const rows = (await api.get("/api/reports/${report.name}")).body.items;`,
      "const row = rows.find((each) => each.groupId === owner.id);",
      "assert.equal(row?.group, owner.label);",
    );
    body.push(...checks(app, report, both, "row"));
    body.push(
      "const otherRow = rows.find((each) => each.groupId === other.id);",
      ...checks(app, report, [one], "otherRow"),
    );
  } else {
    const key = `first.${report.groupBy}`;
    body.push(
      ...arrange(app, entity, one, "first"),
      ...(two ? arrange(app, entity, two, "second") : []),
      ...(outside ? arrange(app, entity, outside, "leftOut") : []),
    );
    body.push(
      two ? "assert.ok(second.id > first.id);" : "assert.ok(first.id > 0);",
      `const group = ok(await api.get(\`${api(entity)}/\${first.id}\`)).${report.groupBy}${report.each ? `?.toString().slice(0, ${{ day: 10, month: 7, year: 4 }[report.each]})` : ""};`,
    );
    body.push(
      `const rows = (await api.get("/api/reports/${report.name}")).body.items;`,
      `const row = rows.find((each) => ${group?.kind === "reference" ? "each.groupId" : "each.group"} === group);`,
      `const old = before.body.items.find((each) => ${group?.kind === "reference" ? "each.groupId" : "each.group"} === group);`,
    );
    body.push(...growth(app, report, both));
    void key;
  }
  body.push(`assert.equal((await api.get("/reports/${report.name}")).status, 200);`);
  return [{ words: `the report "${report.label}" adds up by hand`, file: "test/reports.test.ts", body: tidy(body) }];
}

/** Two records with different numbers, so that a sum can't be mistaken for a count. */
function varied(app: App, report: AppReport, inside: Scenario, name: string): Scenario[] {
  const { entity } = report;
  const field = entity.fields.find((each) => each.name === name);
  const present = inside.values[name];
  const number = present?.is === "literal" && typeof present.value === "number" ? present.value : 3;
  const tries = [number + 7, number - 1, number + 1, number * 2].map((value): Value => ({ is: "literal", value }));
  const source = field?.source ?? name;
  const other = tries.find(
    (value) =>
      field &&
      accepts(field, value) &&
      solve(app, entity, report.when, true, { ...inside, values: { ...inside.values, [name]: value } }) !== undefined,
  );
  const second =
    other &&
    solve(app, entity, [...report.when, { field: source, op: "isSet" }], true, {
      ...inside,
      values: { ...inside.values, [name]: other },
    });
  return [inside, second ?? inside];
}

const amounts = (app: App, report: AppReport, scenarios: readonly Scenario[], name: string): number[] => {
  const part =
    report.entity.fields.find((field) => field.name === name) ??
    report.entity.computed.find((computed) => computed.name === name);
  return scenarios
    .map((scenario) => read(app, report.entity, scenario, part?.source ?? name))
    .filter((value) => typeof value === "number");
};

function checks(app: App, report: AppReport, scenarios: readonly Scenario[], row: string): string[] {
  return report.measures.map((measure) => {
    if (measure.fn === "count") return `assert.equal(${row}?.${measure.name}, ${scenarios.length});`;
    const numbers = amounts(app, report, scenarios, measure.field ?? "");
    const sum = numbers.reduce((total, each) => total + each, 0);
    return measure.fn === "sum"
      ? `assert.equal(${row}?.${measure.name}, ${numbers.join(" + ") || sum});`
      : `assert.equal(${row}?.${measure.name}, ${numbers.length > 1 ? `(${numbers.join(" + ")}) / ${numbers.length}` : (numbers[0] ?? "null")});`;
  });
}

/** For groups that other tests may have filled already: how much the row grew. */
function growth(app: App, report: AppReport, scenarios: readonly Scenario[]): string[] {
  return report.measures.map((measure) => {
    if (measure.fn === "average") return `assert.equal(typeof row?.${measure.name}, "number");`;
    const by =
      measure.fn === "count"
        ? String(scenarios.length)
        : amounts(app, report, scenarios, measure.field ?? "").join(" + ") || "0";
    return `assert.equal(Number(row?.${measure.name}) - Number(old?.${measure.name} ?? 0), ${by});`;
  });
}

/** Constants nobody reads again become plain statements. */
function tidy(lines: readonly string[]): string[] {
  const all = lines.join("\n");
  return lines.map((line) => {
    const name = line.match(/^const (\w+) = /)?.[1];
    return !name || (all.match(new RegExp(`\\b${name}\\b`, "g"))?.length ?? 0) > 1
      ? line
      : line.replace(/^const \w+ = /, "");
  });
}

/** Which tests of the whole a requirement without a target is about, by its words. */
export function draftsByWords(app: App, requirement: Requirement): Draft[] {
  const [described, overview, restart, examples, escaping, foreign, unknown] = applicationDrafts(app);
  const words = `${requirement.text} ${requirement.source.quote}`.toLowerCase();
  const pick = (pattern: RegExp, ...drafts: (Draft | undefined)[]) =>
    pattern.test(words) ? drafts.filter((draft) => draft !== undefined) : [];
  const chosen = [
    ...pick(/restart|surviv|persist|lost|kept|backup|stor/, restart),
    ...pick(/api|openapi|health|document|integrat|json/, described, unknown),
    ...pick(/secur|safe|attack|escap|inject|privat/, escaping, foreign),
    ...pick(/page|browser|phone|mobile|screen|usab|overview|dashboard|accessib|website|show/, overview),
    ...pick(/exampl|demo|seed|start/, examples),
    ...pick(/sign|log ?in|account|password|role|permission/, ...accessDrafts(app)),
  ];
  return chosen.length > 0 ? chosen : [overview, restart].filter((draft) => draft !== undefined);
}
