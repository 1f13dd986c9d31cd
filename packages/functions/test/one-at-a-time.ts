import { expect } from "vitest";
import type { World } from "./world.ts";

/** That `work` waits for its turn: somebody else has it here until it does. @param turn the name of the lock */
export async function expectOneAtATime(w: World, turn: string, work: () => Promise<unknown>): Promise<void> {
  let isOver = false;
  const held = w
    .asOwner(
      `do $$ begin
        perform pg_advisory_xact_lock(hashtext('${turn}'));
        for i in 1..100 loop
          if exists (select from pg_locks where locktype = 'advisory' and not granted
            and database = (select oid from pg_database where datname = current_database())) then return; end if;
          perform pg_sleep(0.02);
        end loop;
        raise 'nobody waits';
      end $$`,
    )
    .finally(() => {
      isOver = true;
    });
  held.catch(() => undefined);
  while (!isOver) await work();
  await expect(held).resolves.toBeDefined();
}
