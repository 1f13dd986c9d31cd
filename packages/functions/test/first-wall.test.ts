import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "../src/api/index.ts";
import type { Door, Route } from "../src/edge/route.ts";
import { bearersOf, callOf, keyOf, type Party, party } from "./parties.ts";
import { type World, world } from "./world.ts";

const doors: readonly Door[] = ["tenant", "client", "device", "runner"];
const inside = routes.filter(({ door }) => doors.includes(door));
const reading = inside.filter(({ method }) => method === "get");
/** First what ends nothing that the others come in with, then a client's code, then sessions and tasks. */
const turnOf = ({ path, method }: Route) => {
  if (method === "delete" && path.includes("activation-codes")) return 1;
  return (method === "delete" ? /session/ : /runner.(complete|fail|released)/).test(path) ? 2 : 0;
};
const changing = inside.filter(({ method }) => method !== "get").sort((a, b) => turnOf(a) - turnOf(b));

/** What Ann's rows are recognised by, and what stands there in the others. */
const [word, other] = ["Zyxw", "Twin"];
/** Before Ann's in every order. */
const twin = "ten_00000000000000000000000000";
/** What is one tenant's in all the world, for it opens something. */
const secret = ["sealed", "token_hash"];

/**
 * Row-level security is taken away, and there is a tenant whose rows are those of Ann in all but the words, ids included.
 * What is left to keep the two apart are the conditions in the code, each of them, joins too.
 */
describe("without the policies of the database", () => {
  let w: World;
  let ann: Party;
  /** A code that no project has; the one among Ann's ids has all that can stand on one. */
  let spare: string;
  let tokens: Partial<Record<Door | "refresh" | "deviceId", string>>;
  const alone = new Map<string, unknown>();
  beforeAll(async () => {
    w = await world();
    ann = await party(w, word);
    tokens = await bearersOf(w, ann);
    spare = ann.ids.cod ?? "";
    const [given] = await w.asOwner("select code_id as id from project where code_id is not null");
    ann.ids.cod = String(given?.id);
    // One device more than there are.
    await w.asOwner("update activation_code set max_devices = 3");
    await w.asOwner("update plan set max_devices = 3");
    for (const route of reading) alone.set(keyOf(route), await answersTo(route));
    await takePoliciesAway();
    await copy();
  });
  afterAll(() => w.close());

  const send = (route: Route, question = "") => {
    const { method, path, body } = callOf(route, ann.ids);
    const token = tokens[route.door];
    const who = token === undefined ? { cookie: ann.cookies[route.door] ?? "" } : { token };
    const asked = question === "" ? path : `${path}${path.includes("?") ? "&" : "?"}${question}`;
    return w.ask(method, asked, { ...who, ...(body === undefined ? {} : { body }), isRepeat: true });
  };

  /** What Ann is told, but for what is of the moment. */
  async function answersTo(route: Route) {
    const answers = [];
    for (const question of ["", "search=canary"]) {
      // Whoever takes everything along is written down.
      await w.asOwner("delete from event where type = 'tenant.exported'");
      const { status, text } = await send(route, question);
      answers.push([status, text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|"requestId":"\w+"/g, "")]);
    }
    return answers;
  }

  const tables = () =>
    w.asOwner(
      `select c.relname as name, array_agg(quote_ident(a.attname)) filter (where a.attgenerated = '' and a.attidentity = '') as columns,
         bool_or(a.attname = 'tenant_id') as is_owned, bool_or(a.attname = 'id' and i.indkey::text = a.attnum::text) as is_alone
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         left join pg_index i on i.indrelid = c.oid and i.indisprimary
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by 1`,
    ) as Promise<{ name: string; columns: string[]; is_owned: boolean; is_alone: boolean }[]>;

  async function takePoliciesAway() {
    for (const { name } of await tables())
      await w.asOwner(`alter table "${name}" no force row level security, disable row level security`);
  }

  /** One statement, so that rows may point at each other in any order. */
  async function copy() {
    const owned = (await tables()).filter(({ name, is_owned }) => is_owned || name === "tenant");
    const inserts = owned.map(({ name, columns, is_alone }) => {
      const whose = name === "tenant" ? "id" : "tenant_id";
      const own = [...secret, ...(is_alone && name !== "tenant" ? ["id"] : [])].filter((one) => columns.includes(one));
      const changed = own.map((one) => `, '${one}', '${other}' || t.${one}`).join("");
      const row = `jsonb_populate_record(t, regexp_replace(to_jsonb(t)::text, '${word}', '${other}', 'gi')::jsonb || jsonb_build_object('${whose}', $1::text${changed}))`;
      return `"as_${name}" as (insert into "${name}" (${columns}) select ${columns.map((one) => `r.${one}`)}
        from "${name}" t, lateral ${row} r where t.${whose} = $2 returning 1)`;
    });
    for (const { name } of owned) await w.asOwner(`alter table "${name}" disable trigger user`);
    await w.asOwner(`with ${inserts.join()} select 1`, [twin, ann.tenantId]);
    // What is over in the one is not in the other.
    await w.asOwner("update activation_code set max_devices = 0 where tenant_id = $1", [twin]);
    await putTwinFirst();
    for (const { name } of owned) await w.asOwner(`alter table "${name}" enable trigger user`);
  }

  /** Who finds two by what is not the whole key meets the twin's. */
  async function putTwinFirst() {
    const keys = await w.asOwner(
      `select i.indrelid::regclass as name, i.indexrelid::regclass as key from pg_index i
         join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] and a.attname = 'tenant_id'
       where i.indisprimary and i.indrelid::regclass::text in (select relname from pg_class where relnamespace = 'public'::regnamespace)`,
    );
    for (const { name, key } of keys) await w.asOwner(`cluster ${name} using ${key}`);
  }

  const hashOfTwin = async () => {
    const owned = (await tables()).filter(({ is_owned }) => is_owned).map(({ name }) => name);
    const each = owned.map(
      (name) => `md5((select string_agg(r::text, '|' order by r::text) from "${name}" r where tenant_id = '${twin}'))`,
    );
    return (await w.asOwner(`select concat_ws(' ', ${each}) as hash`))[0]?.hash;
  };

  it.each(reading.map((route) => [keyOf(route), route] as const))(
    "tells the same as if no other was there: %s",
    async (key, route) => {
      expect(await answersTo(route)).toEqual(alone.get(key));
    },
  );

  it("changes nothing of another's, whatever is changed", async () => {
    let before = await hashOfTwin();
    const comes = async (path: string, body: object, cookie = "") => {
      expect(await w.ask("POST", `/api/${path}`, { body, cookie }), path).toMatchObject({ status: 200 });
      expect(await hashOfTwin(), path).toBe(before);
    };
    await comes("device/refresh", { refreshToken: tokens.refresh });
    await w.asOwner("update device set revoked_at = now() where tenant_id = $1 and id = $2", [twin, tokens.deviceId]);
    await putTwinFirst();
    before = await hashOfTwin();
    await comes("device/activate", { code: ann.code, fingerprint: `a machine of ${ann.canary}` });
    await comes("device/activate", { code: ann.code, fingerprint: "the last machine" });
    await comes("public/activate-project", { code: ann.code });
    await comes(`tenant/projects/${ann.ids.prj}/assign-activation-code`, { codeId: spare }, ann.cookie);
    // Something of Ann's is over, and the other of its name is not.
    const client = { cookie: ann.cookies.client ?? "" };
    for (const [what, path, who] of [
      ["device set revoked_at", "device/policy", { token: tokens.device ?? "" }],
      ["activation_code set revoked_at", "public/session", client],
      ["project set archived_at", "public/session", client],
    ] as const) {
      const over = `update ${what} = case tenant_id when $1 then now() end`;
      await w.asOwner(over, [ann.tenantId]);
      expect(await w.ask("GET", `/api/${path}`, who), what).toMatchObject({ status: 401 });
      await w.asOwner(over, ["nobody"]);
    }
    before = await hashOfTwin();
    const done: string[] = [];
    for (const route of changing) {
      const { status } = await send(route);
      expect(status, keyOf(route)).toBeLessThan(500);
      if (status < 300) done.push(keyOf(route));
      expect(await hashOfTwin(), keyOf(route)).toBe(before);
    }
    expect(done.length).toBeGreaterThan(25);
  });

  it("and it is Ann who sees both when nothing is asked of her", async () => {
    const who = { type: "tenant", tenantId: ann.tenantId, memberId: "m", role: "owner", sessionId: "s" } as const;
    for (const table of ["project", "device", "activation_code", "run", "comment", "event"]) {
      const rows = await w.query(
        who,
        `select distinct tenant_id from "${table}" where tenant_id in ('${twin}', '${ann.tenantId}')`,
      );
      expect(rows, table).toHaveLength(2);
    }
  });
});
