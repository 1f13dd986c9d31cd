import type { Analysis, Brief } from "../artefacts.ts";
import { staticFiles } from "../composer/web-app/static.generated.ts";
import type { Composition, Engine } from "../pipeline/engine.ts";

/**
 * A hand-made project for the tests of what comes after the composer: the smallest application that passes every
 * check, with one dependency that is really installed. Tests break it in one place each.
 */

/** What the applications that we compose have locked. */
const { packages: locked } = JSON.parse(staticFiles["package-lock.json"] ?? "") as { packages: Record<string, object> };
const compiler = Object.entries(locked).filter(([path]) => /^node_modules\/(@typescript\/|typescript$)/.test(path));

const lock = {
  name: "notes",
  version: "1.0.0",
  lockfileVersion: 3,
  requires: true,
  packages: {
    "": {
      name: "notes",
      version: "1.0.0",
      dependencies: { hono: "4.13.19" },
      devDependencies: { typescript: "7.0.2" },
    },
    "node_modules/hono": locked["node_modules/hono"],
    ...Object.fromEntries(compiler),
  },
};

const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

const app = `import { createServer } from "node:http";
import { Hono } from "hono";
import { isLong } from "./rules.ts";

const app = new Hono();
const notes: { id: number; text: string }[] = [];

const defences = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
};
const operation = { responses: { "200": { description: "Done" } } };
const document = {
  openapi: "3.1.0",
  info: { title: "Notes", version: "1.0.0" },
  paths: { "/api/notes": { get: operation, post: operation } },
};

app.use(async (c, next) => {
  const foreign = c.req.header("origin") !== undefined;
  const unknown = c.req.path.startsWith("/api/") && Object.keys(c.req.query()).some((name) => name !== "search");
  if (foreign || unknown) return c.json({ code: "refused" }, foreign ? 403 : 400, defences);
  await next();
  for (const [name, value] of Object.entries(defences)) c.header(name, value);
});
app.get("/health", (c) => c.json({ ok: true }));
app.get("/openapi.json", (c) => c.json(document));
app.get("/", (c) => c.html("<!doctype html><title>Notes</title><h1>Notes</h1>"));
app.get("/api/notes", (c) => {
  const items = notes.filter(({ text }) => text.includes(c.req.query("search") ?? ""));
  return c.json({ items, total: items.length });
});
app.post("/api/notes", async (c) => {
  const { text } = (await c.req.json().catch(() => ({}))) as { text?: string };
  if (text === undefined || isLong(text)) return c.json({ code: "input.invalid" }, 400);
  notes.push({ id: notes.length + 1, text });
  return c.json(notes.at(-1), 201);
});

const server = createServer(async (request, response) => {
  const body = request.method === "POST" ? await new Response(request as never).text() : undefined;
  const answer = await app.request(request.url ?? "/", { method: request.method ?? "GET", headers: request.headers as Record<string, string>, ...(body ? { body } : {}) });
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
});
server.listen(Number(process.env.PORT), "127.0.0.1");
`;

const files: Record<string, string> = {
  "README.md": "# Notes\n",
  "package.json": json({
    name: "notes",
    version: "1.0.0",
    private: true,
    type: "module",
    scripts: { start: "node src/main.ts", test: 'node --test "test/**/*.test.ts"' },
    dependencies: lock.packages[""].dependencies,
    devDependencies: lock.packages[""].devDependencies,
  }),
  "package-lock.json": json(lock),
  "tsconfig.json": json({
    compilerOptions: {
      strict: true,
      noEmit: true,
      module: "nodenext",
      target: "es2024",
      lib: ["es2024", "dom"],
      types: [],
      skipLibCheck: true,
      allowImportingTsExtensions: true,
    },
    include: ["src/rules.ts"],
  }),
  ".env.example": "# The port to listen on.\nPORT=3000\n",
  Dockerfile: "FROM node:24-slim\n",
  "src/main.ts": app,
  "src/rules.ts":
    "/** More than a note can hold. */\nexport const isLong = (text: string): boolean => text.length > 5;\n",
  "test/rules.test.ts": `import assert from "node:assert/strict";
import test from "node:test";
import { isLong } from "../src/rules.ts";

test("R1: a short note is kept", () => assert.equal(isLong("short"), false));
test("R2: a long note is refused", () => assert.equal(isLong("longer"), true));
`,
};

export const fixtureBrief: Brief = { name: "Notes", description: "Short notes.", objectives: "Keep short notes." };

const requirement = (id: string, text: string, gap?: string): Analysis["requirements"][number] => ({
  id,
  text,
  kind: "rule",
  priority: gap ? "could" : "must",
  source: { part: "objectives", quote: text },
  acceptance: [],
  targets: ["Note"],
  ...(gap ? { gap } : {}),
});

export const fixtureAnalysis: Analysis = {
  contract: {
    kind: "web-app",
    title: "Notes",
    slug: "notes",
    entities: [
      {
        name: "Note",
        label: "Note",
        pluralLabel: "Notes",
        path: "notes",
        display: "text",
        fields: [{ name: "text", label: "Text", type: "text", required: true, unique: false }],
        computed: [],
        search: ["text"],
        rules: [],
        lists: [],
      },
    ],
    reports: [],
    assumptions: [],
  },
  requirements: [
    requirement("R1", "Short notes are kept"),
    requirement("R2", "Long notes are refused"),
    requirement("R3", "Notes are read aloud", "The blueprint has no voice."),
  ],
};

/** The project's files, some of them replaced. */
export const fixtureFiles = (changed: Record<string, string> = {}): Map<string, string> =>
  new Map(Object.entries({ ...files, ...changed }));

export const fixtureComposition = (tree: Map<string, string>): Composition => ({
  files: tree,
  evidence: [
    { requirementId: "R1", tests: ["R1: a short note is kept"] },
    { requirementId: "R2", tests: ["R2: a long note is refused"] },
  ],
});

/** An engine that knows one brief; it refuses one that says nothing. */
export const fixtureEngine = (tree: Map<string, string>): Engine => ({
  provider: "blueprint",
  analyse: (brief) =>
    brief.objectives === "nonsense"
      ? { code: "brief.unclear", message: "Say what is to be kept and who uses it." }
      : fixtureAnalysis,
  compose: () => fixtureComposition(tree),
  describe: (_, __, composition) => composition,
});
