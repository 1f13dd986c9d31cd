import { setTimeout as sleep } from "node:timers/promises";
import { openFiles } from "../../packages/functions/src/edge/files.ts";
import { bucket } from "../../packages/local/src/cloud/environment.ts";
import { until } from "../../packages/local/src/process/index.ts";
import { afterwardsSeconds } from "./hurry.ts";
import type { Person } from "./people.ts";
import type { Stack } from "./stack.ts";

/** Tasks that still work although their runs have ended; whoever is on the way home has ten seconds. */
export async function strays(stack: Stack, runIds: readonly string[]): Promise<string[]> {
  const working = () => stack.engine.tasks.unfinished().filter(({ startedBy }) => runIds.includes(startedBy ?? ""));
  const isQuiet = await until(() => working().length === 0, 10_000, 100);
  return isQuiet ? [] : [`${working().length} tasks work for nobody`];
}

/** What somebody paid for and is not there exactly once, or an event that came before this and nobody dealt with. */
export async function misbooked(stack: Stack, person: Person): Promise<string[]> {
  const [asked] = await stack.sql("select now()::text as at");
  const look = async () =>
    (
      await stack.sql(`select
        (select count(*)::int from activation_code where source = 'pack' and tenant_id = '${person.tenantId}') as made,
        (select count(*)::int from webhook_event where handled_at is null and received_at <= '${asked?.at}') as waiting`)
    )[0];
  const isRight = async () => {
    const books = await look();
    return books?.made === person.bought() && books.waiting === 0;
  };
  if (await until(isRight, 60_000, 200)) return [];
  const books = await look();
  return [`${books?.made} of ${person.bought()} codes were made, ${books?.waiting} events wait`];
}

/** Files that no run names, once it is time that they are gone. */
export async function litter(stack: Stack): Promise<string[]> {
  await sleep((afterwardsSeconds + 1) * 1_000);
  await stack.sweepThrice();
  const named = new Set(
    (
      await stack.sql(`select unnest(case status when 'completed' then array[result_key, manifest_key]
        else array[checkpoint_key] end) as key from run`)
    ).map(({ key }) => String(key)),
  );
  Object.assign(process.env, stack.credentials);
  const files = openFiles(bucket);
  const found: string[] = [];
  let after: string | undefined;
  do {
    const page = await files.list("runs/", after);
    found.push(...page.items.map(({ key }) => key).filter((key) => !named.has(key)));
    after = page.next;
  } while (after !== undefined);
  return found.map((key) => `${key} is nobody's`);
}
