import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import type { Reply } from "../../../functions/client/index.ts";
import type { Builds } from "../build/index.ts";
import { type Cloud, readSettings, type Settings, StartError, start } from "../cloud/index.ts";
import { help, placeFor, readArguments, type Wanted } from "./arguments.ts";
import { type Client, signIn } from "./client.ts";

type Run = Reply<"get /api/tenant/runs/{id}">;
type Download = Reply<"get /api/tenant/projects/{id}/download">;

const say = (line: string) => console.log(line);
const isOver = ({ status }: Run) => ["completed", "failed", "cancelled", "paused"].includes(status);

/** @returns the exit code: 0 for a completed run whose archive is saved and has its checksum, 2 for wrong arguments */
export async function demo(args: string[], root: string, builds: Builds): Promise<number> {
  let wanted: Wanted | undefined;
  try {
    wanted = readArguments(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  }
  if (!wanted) {
    say(help);
    return 0;
  }
  let cloud: Cloud | undefined;
  const quit = () => void Promise.resolve(cloud?.stop()).finally(() => process.exit(130));
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"]) process.once(name, quit);
  try {
    const settings = readSettings(process.env, root);
    const running = `http://127.0.0.1:${settings.port}`;
    if (!(await isOurs(running))) cloud = await startQuietly(settings, builds);
    return (await perform(wanted, cloud?.url ?? running)) ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    await cloud?.stop();
  }
}

async function startQuietly(settings: Settings, builds: Builds): Promise<Cloud> {
  say("Starting the product");
  return start(settings, builds, () => undefined);
}

/** Whether the product serves there, as opposed to nobody or somebody else. @throws StartError for somebody else */
async function isOurs(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/_local/health`).catch(() => undefined);
  if (answer === undefined) return false;
  const health = z
    .object({ items: z.array(z.object({ name: z.string() })) })
    .safeParse(await answer.json().catch(() => undefined));
  if (!health.success) throw new StartError(`Something else serves ${url}. Set PORT to another.`);
  return true;
}

async function perform({ brief, email, out }: Wanted, site: string): Promise<boolean> {
  const call = await signIn(site, email);
  say(`Signed in as ${email}`);
  const project = await call("post /api/tenant/projects", brief);
  say(`Created project ${project.id}: ${brief.name}`);
  const { codes } = await call("post /api/tenant/activation-codes/generate", { count: 1, label: brief.name });
  const code = codes[0]?.code ?? "";
  await call("post /api/tenant/projects/{id}/assign-activation-code", { id: project.id, code });
  say(`Assigned activation code ${code} (the client's key to this project)`);
  const run = await follow(call, (await call("post /api/tenant/projects/{id}/run", { id: project.id })).id);
  const verified = run.requirements.filter(({ status }) => status === "verified").length;
  const verdict = `${run.status}, ${verified} of ${run.requirements.length} requirements verified`;
  if (run.status !== "completed") {
    say(`Verdict: ${verdict}${run.error ? `. ${run.error.message}` : ""}`);
    return false;
  }
  const archive = await call("get /api/tenant/projects/{id}/download", { id: project.id });
  const path = await save(archive, out);
  say(`Saved ${path} (${archive.bytes} bytes, sha256 ${archive.sha256})`);
  say(`Verdict: ${verdict}`);
  return true;
}

/** Tells each change of state until the run is over. */
async function follow(call: Client, id: string): Promise<Run> {
  let told = "";
  for (;;) {
    const run = await call("get /api/tenant/runs/{id}", { id });
    const working = run.tasks.find(({ status }) => status === "running")?.title;
    const line = [`Run ${run.number}: ${run.status}`, `${run.progress} %`, run.phase, working]
      .filter(Boolean)
      .join(" · ");
    if (line !== told) say(line);
    told = line;
    if (isOver(run)) return run;
    await sleep(400);
  }
}

/** @throws Error when what came is not what was promised; nothing is then saved */
async function save({ url, bytes, sha256 }: Download, out: string): Promise<string> {
  const answer = await fetch(url);
  const body = Buffer.from(await answer.arrayBuffer());
  const sum = createHash("sha256").update(body).digest("hex");
  if (!answer.ok || sum !== sha256 || body.length !== bytes)
    throw new Error(`The archive does not have its checksum: ${answer.status}, ${body.length} bytes, sha256 ${sum}.`);
  const name = /filename="?([\w.-]+)"?/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "project.zip";
  const path = placeFor(out, name);
  writeFileSync(path, body);
  return path;
}
