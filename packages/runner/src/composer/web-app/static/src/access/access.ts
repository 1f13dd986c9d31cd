import { createHash, randomBytes } from "node:crypto";
import { eq, lt, sql } from "drizzle-orm";
import * as z from "zod";
import type { Database } from "../db/database.ts";
import { invalid, missing, Problem } from "../http/problem.ts";
import type { User } from "../now.ts";
import { email, text } from "../resource/fields.ts";
import type { Target } from "../resource/resource.ts";
import { hashPassword, passwordMatches } from "./password.ts";
import { accounts, sessions } from "./table.ts";

export type Role = { name: string; label: string; manages: boolean };

/** Who may sign in, and as what. */
export type AccessRules = {
  roles: readonly Role[];
  defaultRole: string;
  /** Where accounts are: `/api/<path>`. */
  path: string;
};

/** Ten hours: a working day, and no longer on a machine somebody forgot. */
const sessionSeconds = 10 * 3600;

const Name = z.string("Use text.").trim().min(1, "This field is required.").max(100, "Use at most 100 characters.");
const Email = z.string("Use text.").trim().toLowerCase().pipe(z.email("Use an e-mail address.").max(254));
const Password = z.string("Use text.").min(10, "Use at least 10 characters.").max(200, "Use at most 200 characters.");

export const signInInput = z.strictObject({
  email: z.string("This field is required."),
  password: z.string("This field is required."),
});
export const signUpInput = (rules: AccessRules) =>
  z.strictObject({ name: Name, email: Email, password: Password, role: roleOf(rules).optional() });
export const accountPatch = (rules: AccessRules) =>
  z.strictObject({ name: Name.optional(), role: roleOf(rules).optional() });
const roleOf = (rules: AccessRules) =>
  z.enum(
    rules.roles.map((role) => role.name),
    `Use one of: ${rules.roles.map((role) => role.name).join(", ")}.`,
  );

/** @throws Problem `input.invalid` with every field that is wrong */
export function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw invalid(
    result.error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((path) => ({ path, message: "There is no such field." }))
        : [{ path: issue.path.join("."), message: issue.message }],
    ),
  );
}

export const manages = (rules: AccessRules, user: User | null) =>
  rules.roles.some((role) => role.manages && role.name === user?.role);

/**
 * A session for the right e-mail address and password. Unknown addresses take as long and answer the same.
 *
 * @throws Problem `session.refused` (401), `session.too_many_tries` (429)
 */
export async function signIn(
  db: Database,
  body: unknown,
  network: string,
): Promise<{ token: string; expiresAt: string; user: User }> {
  const { email, password } = parse(signInInput, body);
  const address = email.trim().toLowerCase();
  guesses.check(address, network);
  const [account] = db.select().from(accounts).where(eq(accounts.email, address)).all();
  const matches = await passwordMatches(password.slice(0, 200), account?.passwordHash ?? (await nobodysHash));
  if (!account || !matches) {
    guesses.failed(address, network);
    throw new Problem(401, "session.refused", "The e-mail address or the password is wrong.");
  }
  guesses.forget(address, network);

  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(Date.now() + sessionSeconds * 1000).toISOString();
  db.delete(sessions).where(lt(sessions.expiresAt, new Date().toISOString())).run();
  db.insert(sessions)
    .values({ tokenHash: seal(token), accountId: account.id, expiresAt })
    .run();
  return { token, expiresAt, user: shown(account) };
}

/** The person a token stands for, as their account is now: a changed role counts at once. */
export function userOf(db: Database, token: string | undefined): User | null {
  if (!token) return null;
  const [row] = db
    .select({ account: accounts, expiresAt: sessions.expiresAt })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .where(eq(sessions.tokenHash, seal(token)))
    .all();
  return row && row.expiresAt > new Date().toISOString() ? shown(row.account) : null;
}

export function signOut(db: Database, token: string): void {
  db.delete(sessions)
    .where(eq(sessions.tokenHash, seal(token)))
    .run();
}

/**
 * A new account. Who signs up alone gets the usual role; a managing person may say which. The very first account of
 * an empty installation manages, or nobody ever could.
 *
 * @throws Problem `input.invalid`, `account.role_not_allowed` (403), `account.duplicate` (409)
 */
export async function createAccount(db: Database, rules: AccessRules, body: unknown, by: User | null): Promise<User> {
  const input = parse(signUpInput(rules), body);
  if (input.role !== undefined && input.role !== rules.defaultRole && !manages(rules, by))
    throw new Problem(403, "account.role_not_allowed", "Only a managing person gives another role.");
  const passwordHash = await hashPassword(input.password);
  const isFirst = db.get<{ count: number }>(sql`select count(*) as count from ${accounts}`).count === 0;
  const first = rules.roles.find((role) => role.manages)?.name;
  const role = input.role ?? (isFirst && first ? first : rules.defaultRole);
  return insertAccount(db, { name: input.name, email: input.email, role, passwordHash });
}

export function insertAccount(
  db: Database,
  account: { name: string; email: string; role: string; passwordHash: string },
): User {
  const at = new Date().toISOString();
  const [taken] = db.select({ id: accounts.id }).from(accounts).where(eq(accounts.email, account.email)).all();
  if (taken)
    throw new Problem(409, "account.duplicate", "There is an account with this e-mail address.", [
      { path: "email", message: "There is an account with this e-mail address." },
    ]);
  return shown(
    db
      .insert(accounts)
      .values({ ...account, createdAt: at, updatedAt: at })
      .returning()
      .get(),
  );
}

export function listAccounts(db: Database, page: number, pageSize: number) {
  const total = db.get<{ count: number }>(sql`select count(*) as count from ${accounts}`).count;
  const rows = db
    .select()
    .from(accounts)
    .orderBy(accounts.id)
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .all();
  return { items: rows.map(shown), total, page, pageSize, totalPages: Math.ceil(total / pageSize) };
}

/** @throws Problem `record.missing`, `account.last_manager` (409) when nobody would be left who manages */
export function changeAccount(db: Database, rules: AccessRules, id: number, body: unknown): User {
  const input = parse(accountPatch(rules), body);
  return db.transaction(() => {
    const [before] = db.select().from(accounts).where(eq(accounts.id, id)).all();
    if (!before) throw missing("account");
    db.update(accounts)
      .set({ ...input, updatedAt: new Date().toISOString() })
      .where(eq(accounts.id, id))
      .run();
    const managing = rules.roles.filter((role) => role.manages).map((role) => role.name);
    const left = db
      .select()
      .from(accounts)
      .all()
      .some((account) => managing.includes(account.role));
    if (managing.includes(before.role) && !left)
      throw new Problem(409, "account.last_manager", "Somebody has to stay who manages accounts.");
    return shown(db.select().from(accounts).where(eq(accounts.id, id)).all()[0] ?? before);
  });
}

/** Accounts as records may point at them ("requested by"). */
export const accountTarget = (rules: AccessRules): Target => ({
  label: "Account",
  path: rules.path,
  table: accounts,
  fields: {
    name: text({ label: "Name", required: true }),
    email: email({ label: "E-mail", required: true }),
    role: text({ label: "Role", required: true }),
  },
  display: "name",
  computed: {},
});

const shown = ({ id, name, email, role }: User): User => ({ id, name, email, role });
const seal = (token: string) => createHash("sha256").update(token).digest("base64url");
const nobodysHash = hashPassword(randomBytes(16).toString("hex"));

/** Ten wrong passwords in a quarter of an hour close the door, for the address and for the network they came from. */
const guesses = (() => {
  const windowMs = 15 * 60_000;
  const most = { address: 10, network: 100 };
  const tries = new Map<string, number[]>();
  const recent = (key: string) => (tries.get(key) ?? []).filter((at) => at > Date.now() - windowMs);
  return {
    check(address: string, network: string) {
      if (recent(`a:${address}`).length < most.address && recent(`n:${network}`).length < most.network) return;
      throw new Problem(
        429,
        "session.too_many_tries",
        "Too many wrong passwords. Try again in a quarter of an hour.",
        [],
        {
          "Retry-After": String(windowMs / 1000),
        },
      );
    },
    failed(address: string, network: string) {
      for (const key of [`a:${address}`, `n:${network}`]) tries.set(key, [...recent(key), Date.now()]);
      // Old entries go when there are many, so that guessing at many addresses can't fill the memory.
      if (tries.size > 10_000) for (const key of tries.keys()) if (recent(key).length === 0) tries.delete(key);
    },
    forget(address: string, network: string) {
      tries.delete(`a:${address}`);
      tries.delete(`n:${network}`);
    },
  };
})();
