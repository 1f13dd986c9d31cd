import type { Database } from "../db/database.ts";
import type { User } from "../now.ts";
import type { AccessRules } from "./access.ts";
import { insertAccount, listAccounts } from "./access.ts";
import { hashPassword } from "./password.ts";

/** Gives an installation without any account one for each role, and returns all accounts there are. */
export async function seedAccounts(
  db: Database,
  rules: AccessRules,
  people: readonly { name: string; email: string; role: string }[],
  password: string,
): Promise<User[]> {
  const all = () => listAccounts(db, 1, 100).items;
  if (all().length > 0) return all();
  const passwordHashes = await Promise.all(people.map(() => hashPassword(password)));
  db.transaction(() => {
    people.forEach(({ name, email, role }, index) => {
      const known = rules.roles.some((each) => each.name === role);
      insertAccount(db, {
        name,
        email,
        role: known ? role : rules.defaultRole,
        passwordHash: passwordHashes[index] ?? "",
      });
    });
  });
  return all();
}
