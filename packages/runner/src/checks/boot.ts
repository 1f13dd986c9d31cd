import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Check } from "../artefacts.ts";
import type { Running } from "../sandbox/exec.ts";
import type { Sandbox } from "../sandbox/index.ts";
import type { LockedPackage } from "../sandbox/packages.ts";
import { type Answer, ask } from "./ask.ts";
import { type Bench, type Finding, finding, observe, short, under } from "./check.ts";
import { readOpenApi } from "./openapi.ts";

/** A folder of its own: a package that only development needs cannot be found from there. */
export const production = "production";
const bootMaxMs = 30_000;

/** How long the server is watched for errors. Less than the 30 s of a full check: a small brief is done in 30 s. */
const usualWatchMs = 3_000;

/**
 * V4: the production tree (no development packages) starts by `npm start`. V5: with the settings of `.env.example` it
 * answers health, describes its API, answers every list and the first page, and writes no error meanwhile.
 *
 * @param visit who else has something to do with it while it is watched; it must not throw
 */
export async function checkBoot(
  bench: Bench,
  packages: readonly LockedPackage[],
  watchMs = usualWatchMs,
  visit: (port: number) => Promise<void> = async () => undefined,
): Promise<[Check, Check]> {
  let server: Server | undefined;
  try {
    const built = await observe("V4", "Production start", async () => {
      await laySources(bench, packages);
      const started = await boot(bench);
      if (!("address" in started)) return finding([started.problem], "");
      server = started;
      return finding([], "npm start answers GET /health without development packages");
    });
    const visited = server && visit(server.port);
    const ran = await observe("V5", "Running application", () =>
      server ? watch(server, watchMs) : { status: "failed", summary: "The application did not start" },
    );
    await visited;
    return [built, ran];
  } finally {
    server?.running.stop();
  }
}

/** The project in a folder of its own, with the packages of production. */
export async function laySources({ box, files }: Bench, packages: readonly LockedPackage[]) {
  await box.put(under(production, files));
  const kept = packages.filter(({ dev, path }) => !dev && /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path));
  const lay = kept.map(
    ({ path }) => `mkdir -p "$(dirname ${production}/${path})" && ln -sn "$PWD/app/${path}" ${production}/${path}`,
  );
  await box.exec("sh", ["-c", ["set -e", ...lay].join("\n")]);
}

type Server = { port: number; address: Sandbox.Address; running: Running; errors(): string };

/** `npm start` in the production tree, on a free port, with the settings of `.env.example`. */
export async function boot({ box, files, signal }: Bench): Promise<Server | { problem: string }> {
  const port = await box.freePort();
  let errors = "";
  let isOver = false;
  const running = box.start("npm", ["start"], {
    cwd: join(box.folder, production),
    env: { ...readSettings(files.get(".env.example") ?? ""), PORT: String(port) },
    limits: { maxMs: 120_000 },
    signal,
    onOutput: (stream, chunk) => {
      if (stream === "stderr") errors = (errors + chunk).slice(-20_000);
    },
  });
  void running.done.then(() => {
    isOver = true;
  });
  const address = await box.expose(port);
  for (const until = performance.now() + bootMaxMs; performance.now() < until && !isOver; await sleep(50)) {
    const health = await ask(address, "/health").catch(() => undefined);
    if (health?.status === 200) return { port, address, running, errors: () => errors };
  }
  running.stop();
  const why = isOver ? "npm start ended by itself" : `GET /health did not answer 200 within ${bootMaxMs / 1_000} s`;
  return { problem: errors ? `${why}: ${short(errors, 300)}` : why };
}

async function watch({ address, running, errors }: Server, watchMs: number): Promise<Finding> {
  const over = sleep(watchMs);
  const description = await ask(address, "/openapi.json");
  const described =
    description.status === 200 ? readOpenApi(description.body) : { problems: [`${description.status}`] };
  if ("problems" in described)
    return finding(
      described.problems.map((x) => `GET /openapi.json: ${short(x, 200)}`),
      "",
    );

  const problems: string[] = [];
  if (described.lists.length === 0) problems.push("there is no list under /api/");
  for (const { path, isClosed } of described.lists) {
    const answer = await ask(address, path);
    const isFine = isClosed ? answer.status === 401 : answer.status === 200 && isList(answer);
    if (!isFine) problems.push(`GET ${path} answers ${answer.status}${isClosed ? " before anyone signed in" : ""}`);
  }
  const page = await ask(address, "/");
  const isShown = page.status < 400 && (page.status >= 300 || page.type.includes("text/html"));
  if (!isShown) problems.push(`GET / answers ${page.status} ${page.type}`);

  await Promise.race([over, running.done]);
  const ended = await Promise.race([running.done.then(() => true), sleep(0, false)]);
  if (ended) problems.push("it ended by itself while it was watched");
  const said = errorsIn(errors());
  if (said) problems.push(`it wrote an error: ${short(said, 200)}`);
  const seen = `${described.operations} routes described, ${described.lists.length} lists and the first page answer`;
  return finding(problems, `${seen}, no error in ${watchMs / 1_000} s`);
}

function isList({ body }: Answer): boolean {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null && "items" in parsed && Array.isArray(parsed.items);
  } catch {
    return false;
  }
}

/** `KEY=value` lines; the rest is for people. */
export function readSettings(text: string): Record<string, string> {
  const pairs = text.split("\n").map((line) => line.trim().match(/^([A-Za-z_]\w*)=(.*)$/));
  return Object.fromEntries(
    pairs.flatMap((pair) => (pair ? [[pair[1] ?? "", (pair[2] ?? "").replace(/^"(.*)"$/, "$1")]] : [])),
  );
}

/** Node announces experimental parts on stderr; that is no error. */
const errorsIn = (text: string): string =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "" && !/ExperimentalWarning|--trace-warnings|^npm (warn|notice)/.test(line))
    .join("\n");
