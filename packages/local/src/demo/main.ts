import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import type { Builds } from "../build/index.ts";
import { type Cloud, readSettings, type Settings, StartError, start } from "../cloud/index.ts";
import { help, placeFor, readArguments, type Wanted } from "./arguments.ts";
import { type Client, openClient } from "./client.ts";

const Project = z.object({ id: z.string() });
const Codes = z.object({ codes: z.array(z.object({ code: z.string() })).min(1) });
const Run = z.object({
  id: z.string(),
  number: z.number(),
  status: z.string(),
  phase: z.string().nullish(),
  progress: z.number(),
  error: z.object({ code: z.string(), message: z.string() }).nullish(),
  requirements: z.array(z.object({ status: z.string() })).default([]),
  tasks: z.array(z.object({ title: z.string(), status: z.string() })).default([]),
});
type Run = z.infer<typeof Run>;
const Download = z.object({ url: z.string(), bytes: z.number(), sha256: z.string() });

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
    return (await perform(wanted, openClient(cloud?.url ?? running))) ? 0 : 1;
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

async function perform({ brief, email, out }: Wanted, client: Client): Promise<boolean> {
  await client.signIn(email);
  say(`Signed in as ${email}`);
  const project = await client.call(Project, "POST", "/api/tenant/projects", brief);
  say(`Created project ${project.id}: ${brief.name}`);
  const { codes } = await client.call(Codes, "POST", "/api/tenant/activation-codes/generate", {
    count: 1,
    label: brief.name,
  });
  const code = codes[0]?.code ?? "";
  await client.call(z.unknown(), "POST", `/api/tenant/projects/${project.id}/assign-activation-code`, { code });
  say(`Assigned activation code ${code} (the client's key to this project)`);
  const run = await follow(client, (await client.call(Run, "POST", `/api/tenant/projects/${project.id}/run`, {})).id);
  const verified = run.requirements.filter(({ status }) => status === "verified").length;
  const verdict = `${run.status}, ${verified} of ${run.requirements.length} requirements verified`;
  if (run.status !== "completed") {
    say(`Verdict: ${verdict}${run.error ? `. ${run.error.message}` : ""}`);
    return false;
  }
  const archive = await client.call(Download, "GET", `/api/tenant/projects/${project.id}/download`);
  const path = await save(archive, out);
  say(`Saved ${path} (${archive.bytes} bytes, sha256 ${archive.sha256})`);
  say(`Verdict: ${verdict}`);
  return true;
}

/** Tells each change of state until the run is over. */
async function follow(client: Client, runId: string): Promise<Run> {
  let told = "";
  for (;;) {
    const run = await client.call(Run, "GET", `/api/tenant/runs/${runId}`);
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
async function save({ url, bytes, sha256 }: z.infer<typeof Download>, out: string): Promise<string> {
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
