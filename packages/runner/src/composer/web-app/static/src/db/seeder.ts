import { sql } from "drizzle-orm";
import { log } from "../log.ts";
import { plusDays, type User } from "../now.ts";
import type { Resource } from "../resource/resource.ts";
import { systemRole, unlimited } from "../resource/rights.ts";
import { create, move, type Work } from "../resource/store.ts";

/** The words a seed is written in. It goes through the same verbs as every request, so it obeys every rule. */
export type Seeder = {
  /** Keeps a record and returns its id. */
  add(resource: Resource, body: Record<string, unknown>): number;
  /** Takes a record to its next state, as the application itself. */
  move(resource: Resource, id: number | undefined, action: string): void;
  /** The id of one of the people with an account, in turn. */
  person(index: number): number;
  /** The date some days from today. */
  day(days: number): string;
  /** The middle of the day some days from today, UTC. */
  noon(days: number): string;
};

const nobody: User = { id: 0, name: "System", email: "", role: systemRole };

/** Fills a new database once: all of it or nothing. */
export function fillOnce(work: Work, seed: ((seeder: Seeder) => void) | undefined, people: readonly User[] = []): void {
  if (work.db.get(sql`select 1 as found from schema_migration where name = 'seed'`)) return;
  work.db.transaction(() => {
    seed?.({
      add: (resource, body) => create({ ...work, now: unlimited(work.now) }, resource, body).id,
      move(resource, id, action) {
        const verb = resource.state?.moves.find((each) => each.action === action);
        if (!verb || id === undefined) throw new Error(`No ${action} for ${resource.label} ${id}`);
        const somebody = people.find((person) => verb.roles.includes(person.role)) ?? people[0] ?? nobody;
        const now = { ...work.now, user: { ...somebody, role: systemRole } };
        move({ ...work, now }, resource, id, verb, undefined);
      },
      person: (index) => people[index % people.length]?.id ?? 0,
      day: (days) => plusDays(work.now.today, days),
      noon: (days) => `${plusDays(work.now.today, days)}T12:00:00.000Z`,
    });
    work.db.run(sql`insert into schema_migration values ('seed', ${seed ? "demo" : "none"}, ${work.now.instant})`);
  });
  if (seed) log.info("seed.planted");
}
