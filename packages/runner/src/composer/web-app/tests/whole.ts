import type { Requirement } from "../../../artefacts.ts";
import { type App, messagesPath, sendsMail } from "../../app.ts";
import { text } from "../../print.ts";
import { hasRights, managesAll, rolesThatMay } from "../rights.ts";
import { makerOf } from "../samples.ts";
import { api, type Draft } from "./suite.ts";

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
      sendsMail(app) ? [`/api/${messagesPath(app)}`, `/api/${messagesPath(app)}/{id}/send`] : [],
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
        ...app.entities
          .filter((entity) => !hasRights(app) || managesAll(app, entity))
          .map((entity) => `assert.ok(text.includes('href="/${entity.path}"'));`),
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
  const seen =
    app.entities.find((entity) => rolesThatMay(app, entity, "see", true).includes(access.defaultRole)) ?? first;
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
        `assert.equal((await nia.get("${api(seen)}")).status, 200);`,
        'assert.equal((await nia.delete("/api/session")).status, 204);',
        `refused(await nia.get("${api(seen)}"), 401);`,
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
