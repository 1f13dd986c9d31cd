import { hasRight } from "@q2o/core/member/rights";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { routes } from "../src/api/index.ts";
import { statusOf } from "../src/edge/problem.ts";
import type { Door, Route } from "../src/edge/route.ts";
import { callOf, hashOf, keyOf, type Party, party, shared } from "./parties.ts";
import { idsOf, inPath, unknownId } from "./samples.ts";
import { type Reply, type World, world } from "./world.ts";

const said = ({ status, body }: Reply) => ({ status, ...body, requestId: undefined });
const closed = routes.filter(({ door }) => door !== "public");
const withDoor = (door: Door) => routes.filter((route) => route.door === door);
const named = (some: readonly Route[]) => some.map((route) => [keyOf(route), route] as const);

/** What each door says to who shows nothing it knows. */
const strangers: Record<Exclude<Door, "public">, string> = {
  tenant: "session.missing",
  client: "session.missing",
  admin: "session.missing",
  device: "device.token_refused",
  runner: "run.token_refused",
};

describe("every route, for everybody whose it is not", () => {
  let w: World;
  let ann: Party;
  let bea: Party;
  let admin: string;
  let before: string;
  beforeAll(async () => {
    w = await world();
    ann = await party(w, "Ann");
    bea = await party(w, "Bea");
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
    // A session is written down as seen once a minute, and on a slow machine this takes longer than that.
    await w.asOwner("update session set seen_at = app.clock() + interval '1 hour'");
    before = await hashOf(w);
  });
  // Thousands of refusals come from one network here; what limits them is another test's.
  beforeEach(() => w.asOwner("delete from throttle"));
  afterAll(() => w.close());

  const cookieFor = (door: Door) => (door === "admin" ? admin : (ann.cookies[door] ?? ""));
  const send = (route: Route, cookie: string, over: Record<string, string> = {}) => {
    const { method, path, body } = callOf(route, ann.ids, over);
    return w.ask(method, path, { cookie, ...(body === undefined ? {} : { body }) });
  };
  const unchanged = async () => expect(await hashOf(w), "something was changed").toBe(before);

  it("has a tenant to be kept out of, with one of each noun", () => {
    for (const { ids } of [ann, bea]) expect(Object.values(ids).filter((id) => !/^[a-z]{3}_/.test(id))).toEqual([]);
    expect(Object.values(ann.ids).filter((id) => Object.values(bea.ids).includes(id))).toEqual([]);
  });

  it.each(named(closed))("refuses strangers and who comes by another door: %s", async (_, route) => {
    const others = (["tenant", "client", "admin"] as const).filter((door) => door !== route.door).map(cookieFor);
    // Also the right session's token under the name of a door it was not made for.
    const dressed = others.map((cookie) => `q2o_${route.door}=${cookie.split("=")[1]}`);
    for (const cookie of ["", ...others, ...dressed, `${cookieFor(route.door)}x`]) {
      const reply = await send(route, cookie);
      expect(said(reply), cookie).toMatchObject({ status: 401, code: strangers[route.door as "tenant"] });
    }
    await unchanged();
  });

  it.each(named(routes.filter(({ may }) => may)))(
    "refuses members whose role does not allow it: %s",
    async (_, route) => {
      for (const role of ["builder", "billing", "viewer"] as const) {
        if (route.may && hasRight(route.may, role)) continue;
        expect(said(await send(route, ann.members[role])), role).toMatchObject({
          status: 403,
          code: "role.not_allowed",
        });
      }
      await unchanged();
    },
  );

  it.each(named(withDoor("admin").filter((route) => !route.isForArriving)))(
    "refuses an admin who still has to show or enrol a passkey: %s",
    async (_, route) => {
      for (const [needs, code] of [
        ["passkey", "passkey.required"],
        ["enrolment", "passkey.enrolment_required"],
      ]) {
        await w.asOwner("update session set needs = $1 where realm = 'admin'", [needs]);
        expect(said(await send(route, admin)), needs).toMatchObject({ status: 403, code });
      }
      await w.asOwner("update session set needs = null where realm = 'admin'");
      await unchanged();
    },
  );

  it.each(named(routes.filter(({ isFresh }) => isFresh)))(
    "refuses an admin who proved who they are too long ago: %s",
    async (_, route) => {
      const set = (at: string) => w.asOwner(`update session set proved_at = ${at} where realm = 'admin'`);
      await set("created_at - interval '11 minutes'");
      expect(said(await send(route, admin))).toMatchObject({ status: 403, code: "step_up.required" });
      await set("created_at");
      before = await hashOf(w);
    },
  );

  const foreign = [...withDoor("tenant"), ...withDoor("client")].flatMap((route) =>
    idsOf(route)
      .filter(({ noun }) => !shared.includes(noun))
      .map((id) => [`${keyOf(route)} (${id.name})`, route, id] as const),
  );

  it.each(foreign)("answers another tenant's id as one that nobody has: %s", async (_, route, { name, noun }) => {
    const theirs = bea.ids[noun];
    if (!theirs) throw new Error(`${keyOf(route)}: parties.ts makes no ${noun}.`);
    const cookie = cookieFor(route.door);
    const reply = await send(route, cookie, { [name]: theirs });
    const unknown = await send(route, cookie, { [name]: unknownId(noun) });
    const garbled = await send(route, cookie, { [name]: "x".repeat(150) });
    expect(said(reply)).toEqual(said(unknown));
    expect(said(garbled)).toEqual(said(unknown));
    expect(reply.body.code, "the call itself was not valid: give it a body in parties.ts").not.toBe("input.invalid");
    if (inPath(route).includes(name)) expect(reply.status).toBe(404);
    else if (route.method === "get") expect(reply.body).toMatchObject({ items: [] });
    else expect(reply.status).toBeGreaterThanOrEqual(400);
    const declared: number[] = [route.status, 400, 401, ...route.refuses.map((kind) => statusOf[kind])];
    expect(declared).toContain(reply.status);
    for (const text of [bea.tenantId, bea.canary]) expect(reply.text).not.toContain(text);
    await unchanged();
  });

  const inAdminPath = withDoor("admin").filter((route) => inPath(route).length > 0);

  it.each(named(inAdminPath))("tells an admin of an id that nobody has: %s", async (_, route) => {
    for (const { name, noun } of idsOf(route).filter(({ name }) => inPath(route).includes(name))) {
      const ids = { ...ann.ids, ...(await sharedIds()) };
      const answers: object[] = [];
      for (const id of [unknownId(noun), "x".repeat(150), "' or true --"]) {
        const { method, path, body } = callOf(route, ids, { [name]: id });
        const reply = await w.ask(method, path, { cookie: admin, ...(body === undefined ? {} : { body }) });
        expect(reply, `${name}: ${id}`).toMatchObject({ status: 404 });
        answers.push(said(reply));
      }
      expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
      expect(route.refuses).toContain("missing");
    }
    await unchanged();
  });

  const besidesPath = withDoor("admin").flatMap((route) =>
    idsOf(route)
      .filter(({ name }) => !inPath(route).includes(name))
      .map((id) => [`${keyOf(route)} (${id.name})`, route, id] as const),
  );

  it.each(besidesPath)("takes from an admin no id that nobody has: %s", async (_, route, { name, noun }) => {
    const ids = { ...ann.ids, ...(await sharedIds()) };
    const ask = (id: string) => {
      const { method, path, body } = callOf(route, ids, { [name]: id });
      return w.ask(method, path, { cookie: admin, ...(body === undefined ? {} : { body }) });
    };
    // Figures end at the moment they were asked for.
    const timeless = ({ status, text }: Reply) => [status, text.replace(/T[\d:.]+Z|"requestId":"\w+"/g, "")];
    const unknown = await ask(unknownId(noun));
    const another = noun === "prj" ? ann.ids.ten : ann.ids.prj;
    for (const id of ["x".repeat(60), "' or true --", `${unknownId(noun)}0`, another ?? ""])
      expect(timeless(await ask(id)), id).toEqual(timeless(unknown));
    expect(unknown.body.code, "the call itself was not valid: give it a body in parties.ts").not.toBe("input.invalid");
    const declared: number[] = [400, ...route.refuses.map((kind) => statusOf[kind])];
    // Nothing is found by it; of figures there are none.
    if (route.method === "get" && unknown.status === 200)
      for (const text of [ann, bea].flatMap(({ canary, tenantId }) => [canary, tenantId]))
        expect(unknown.text).not.toContain(text);
    else expect(declared).toContain(unknown.status);
    await unchanged();
  });

  const sharedIds = async () => ({ pln: "pln_pro", adm: String((await w.asOwner("select id from admin"))[0]?.id) });
});
