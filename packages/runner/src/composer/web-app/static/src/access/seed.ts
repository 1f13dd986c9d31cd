import type { Database } from "../db/database.ts";
import type { AccessRules } from "./access.ts";
import { insertAccount } from "./access.ts";
import { hashPassword } from "./password.ts";
import { accounts } from "./table.ts";

/** Gives an installation without any account one for each role, and returns the ids of all accounts there are. */
export async function seedAccounts(
  db: Database,
  rules: AccessRules,
  people: readonly { name: string; email: string; role: string }[],
  password: string,
): Promise<number[]> {
  const ids = () => db.select({ id: accounts.id }).from(accounts).orderBy(accounts.id).all().map(({ id }) => id);
  if (ids().length > 0) return ids();
  const passwordHashes = await Promise.all(people.map(() => hashPassword(password)));
  db.transaction(() => {
    people.forEach(({ name, email, role }, index) => {
      const known = rules.roles.some((each) => each.name === role);
      insertAccount(db, { name, email, role: known ? role : rules.defaultRole, passwordHash: passwordHashes[index] ?? "" });
    });
  });
  return ids();
}
