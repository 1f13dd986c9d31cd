import { createHash } from "node:crypto";
import * as z from "zod";
import { unzip } from "../../packages/runner/src/pack/unzip.ts";
import type { Person } from "./people.ts";
import type { Stack } from "./stack.ts";

export type Verdict = { kills: number; runs: number; lost: number; doubled: number; stuck: number; wrong: string[] };
export const nothing = (): Verdict => ({ kills: 0, runs: 0, lost: 0, doubled: 0, stuck: 0, wrong: [] });
export const isClean = ({ lost, doubled, stuck, wrong }: Verdict) => lost + doubled + stuck + wrong.length === 0;

const finals = ["completed", "failed", "cancelled"];
const Row = z.object({
  id: z.string(),
  project_id: z.string(),
  status: z.string(),
  epoch: z.number(),
  result_key: z.string().nullable(),
  result_sha256: z.string().nullable(),
  error_code: z.string().nullable(),
  taken: z.number(),
  given: z.number(),
  begun: z.number(),
  attempt: z.number(),
  ended: z.number(),
});
const Manifest = z.object({ files: z.array(z.object({ path: z.string(), sha256: z.string() })) });
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** What became of these runs, by the rows, the events, the quota and the archives that are served. */
export async function judge(stack: Stack, person: Person, runIds: readonly string[]): Promise<Verdict> {
  const verdict = { ...nothing(), runs: runIds.length };
  const rows = z.array(Row).parse(
    await stack.sql(`select r.id, r.project_id, r.status, r.epoch, r.attempt, r.result_key, r.result_sha256, r.error_code,
      (select count(*)::int from usage u where u.kind = 'run' and u.key = r.id) as taken,
      (select count(*)::int from usage u where u.kind = 'run' and u.key = r.id and u.given_back_at is not null) as given,
      (select count(*)::int from event e where e.run_id = r.id and e.type = 'run.started') as begun,
      (select count(*)::int from event e where e.run_id = r.id and e.type in ('run.completed', 'run.failed', 'run.cancelled')) as ended
      from run r where r.id in (${runIds.map((id) => `'${id}'`).join(", ") || "''"})`),
  );
  verdict.lost = new Set(runIds).size - rows.length;
  for (const row of rows) {
    const say = (what: string) => verdict.wrong.push(`${row.id} ${row.status}: ${what}`);
    if (!finals.includes(row.status)) {
      verdict.stuck++;
      say("has not ended");
      continue;
    }
    if (row.ended !== 1 || row.taken !== 1 || row.begun > row.attempt) {
      verdict.doubled++;
      say(`ended ${row.ended} times, taken ${row.taken} times, begun ${row.begun} times in ${row.attempt} attempts`);
    }
    if (row.given !== (row.status === "failed" ? 1 : 0)) say(`${row.given} given back`);
    if (row.status === "completed" && !row.result_key?.includes(`/${row.id}/${row.epoch}/`))
      say(`serves ${row.result_key} of another epoch than ${row.epoch}`);
  }
  const newest = new Map(rows.filter(({ status }) => status === "completed").map((row) => [row.project_id, row]));
  for (const [projectId, row] of newest) {
    const fault = await faultOfArchive(person, projectId, row);
    if (fault) verdict.wrong.push(`${row.id}: ${fault}`);
  }
  return verdict;
}

async function faultOfArchive(
  person: Person,
  projectId: string,
  row: z.infer<typeof Row>,
): Promise<string | undefined> {
  const { url, sha256: said } = await person.download(projectId);
  const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
  if (sha256(bytes) !== said || said !== row.result_sha256) return "the archive is not the one that was promised";
  const files = unzip(bytes);
  const inside = (path: string) => files.get(`notes/${path}`);
  const manifest = Manifest.parse(JSON.parse(inside("q2o.json")?.toString() ?? "{}"));
  const other = manifest.files.find((each) => sha256(inside(each.path) ?? Buffer.of()) !== each.sha256);
  return other && `${other.path} is not as the manifest says`;
}
