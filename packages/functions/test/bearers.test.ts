import { Ports } from "@q2o/core/ports";
import { tokenOf } from "@q2o/core/run/token";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { routes } from "../src/api/index.ts";
import type { JsonSchema } from "../src/edge/example.ts";
import { statusOf } from "../src/edge/problem.ts";
import type { Route } from "../src/edge/route.ts";
import { bearersOf, callOf, fileOf, hashOf, keyOf, type Party, party } from "./parties.ts";
import { inPath, inputOf, unknownId } from "./samples.ts";
import { type Reply, type World, world } from "./world.ts";

const said = ({ status, body }: Reply) => ({ status, ...body, requestId: undefined });
const behind = (door: Route["door"]) =>
  routes.filter((route) => route.door === door).map((route) => [keyOf(route), route] as const);
const manifest = (of: string) =>
  JSON.stringify({
    generator: { name: "q2o" },
    requirements: [{ id: "R1", status: "verified", checks: [] }],
    files: [{ path: of, sha256: "b" }],
  });

/** Every field, however deep, whose name says that it points at something. */
function pointersIn(schema: JsonSchema, place = ""): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, each]) => {
    const here = `${place}${name}`;
    const inner = each.type === "array" ? pointersIn(each.items ?? {}, `${here}[].`) : pointersIn(each, `${here}.`);
    return /^id$|(Id|Ids|Key|Token)$|^key$|^dependsOn$/.test(name) ? [here, ...inner] : inner;
  });
}

describe("every call of a device and of a task, for those whose it is not", () => {
  let w: World;
  let ann: Party & Awaited<ReturnType<typeof bearersOf>>;
  let bea: typeof ann;
  let before: string;
  beforeAll(async () => {
    w = await world();
    const parties = [await party(w, "Ann"), await party(w, "Bea")] as const;
    ann = { ...parties[0], ...(await bearersOf(w, parties[0])) };
    bea = { ...parties[1], ...(await bearersOf(w, parties[1])) };
    before = await hashOf(w);
  });
  beforeEach(() => w.asOwner("delete from throttle"));
  afterAll(() => w.close());

  const send = (route: Route, token: string, over: Record<string, string> = {}) => {
    const { method, path, body } = callOf(route, ann.ids, over);
    return w.ask(method, path, { token, ...(body === undefined ? {} : { body }) });
  };
  const unchanged = async () => expect(await hashOf(w), "something was changed").toBe(before);
  const inside = <T>(work: () => T): T => Ports.provide(w.ports, work);
  const altered = (token: string) => `${token.slice(0, -2)}${token.endsWith("0") ? "11" : "00"}`;
  const issued = async (tenantId: string, deviceId: string) =>
    (await inside(() => w.ports.tokens.issue({ tenantId, deviceId }))).accessToken;

  it.each(behind("device"))("takes at the devices' door no token but a living device's own: %s", async (_, route) => {
    const wrong = {
      ...{
        nothing: "",
        "a task's": ann.runner,
        "a member's": ann.cookie.split("=")[1] ?? "",
        altered: altered(ann.device),
      },
      "for refreshing": ann.refresh,
      "another tenant's device": await issued(ann.tenantId, bea.deviceId),
      "its device under another tenant": await issued(bea.tenantId, ann.deviceId),
      "a device nobody has": await issued(ann.tenantId, unknownId("dev")),
      "no device at all": await issued(ann.tenantId, "x".repeat(150)),
      "a tenant nobody is": await issued(unknownId("ten"), ann.deviceId),
    };
    for (const [whose, token] of Object.entries(wrong))
      expect(said(await send(route, token)), whose).toMatchObject({ status: 401, code: "device.token_refused" });
    await unchanged();
  });

  it.each(behind("runner"))("takes at the tasks' door no token that was never given: %s", async (_, route) => {
    const [tenant, run, epoch, mac] = ann.runner.split(".");
    const wrong = {
      ...{
        nothing: "",
        "a device's": ann.device,
        "a member's": ann.cookie.split("=")[1] ?? "",
        altered: altered(ann.runner),
      },
      "with another's run": [tenant, bea.runId, epoch, mac].join("."),
      "with another's tenant": [bea.tenantId, run, epoch, mac].join("."),
      "of the next epoch": [tenant, run, Number(epoch) + 1, mac].join("."),
      "signed by itself": [tenant, run, epoch, "0".repeat(64)].join("."),
    };
    for (const [whose, token] of Object.entries(wrong))
      expect(said(await send(route, token)), whose).toMatchObject({ status: 401, code: "run.token_refused" });
    await unchanged();
  });

  it.each(behind("runner"))("does nothing for a genuine token of a run that is not there: %s", async (_, route) => {
    const claim = { tenantId: ann.tenantId, runId: ann.runId, epoch: Number(ann.runner.split(".")[2]) };
    const tokenFor = (other: Partial<typeof claim>) => inside(() => tokenOf({ ...claim, ...other }));
    const unknown = await send(route, tokenFor({ runId: unknownId("run") }));
    const declared: number[] = [400, ...route.refuses.map((kind) => statusOf[kind])];
    expect(declared, unknown.text).toContain(unknown.status);
    for (const other of [{ runId: bea.runId }, { tenantId: bea.tenantId }, { tenantId: unknownId("ten") }])
      expect(said(await send(route, tokenFor(other)))).toEqual(said(unknown));
    // What another attempt has spent is spent, so its calls alone are kept.
    const others = route.path.endsWith("llm-calls") ? [] : [claim.epoch - 1, claim.epoch + 1];
    for (const epoch of others) expect(declared).toContain((await send(route, tokenFor({ epoch }))).status);
    await unchanged();
  });

  it.each([...behind("device"), ...behind("runner")])("tells its own and nobody else's: %s", async (_, route) => {
    if (/complete|fail|released/.test(route.path)) return;
    const reply = await send(route, route.door === "device" ? ann.device : ann.runner);
    expect(reply.status).not.toBe(401);
    for (const text of [bea.canary, bea.tenantId, bea.runId, bea.deviceId, ...Object.values(bea.ids)])
      expect(reply.text).not.toContain(text);
    before = await hashOf(w);
  });

  it("points at things in these places and in no other, each of which is tried below", () => {
    const found = [...behind("device"), ...behind("runner")].flatMap(([key, route]) =>
      [...inPath(route), ...pointersIn(inputOf(route))].map((name) => `${key} ${name}`),
    );
    expect(found.sort()).toEqual(
      [
        "post /api/runner/checkpoint key",
        "post /api/runner/complete manifestKey",
        "post /api/runner/complete zipKey",
        "post /api/runner/llm-calls calls[].id",
        "post /api/runner/llm-calls calls[].taskId",
        "post /api/runner/reservations id",
        "post /api/runner/steps checks[].requirementIds",
        "post /api/runner/steps pictures[].key",
        "post /api/runner/steps requirements[].id",
        "post /api/runner/steps tasks[].dependsOn",
        "post /api/runner/steps tasks[].id",
      ].sort(),
    );
  });

  it("writes what a task names under the task's own run, whoever else has the same name", async () => {
    const step = (of: string) => ({
      seq: 50,
      tasks: [{ id: "t1", agent: "coder", title: of, status: "running" }],
      requirements: [{ id: "R1", text: of, kind: "behaviour", priority: "must", status: "open" }],
      checks: [{ check: "V1", name: of, status: "passed", requirementIds: ["R1"], summary: of, durationMs: 1 }],
    });
    const call = {
      id: "0123456789abcdef0123456789abcdef",
      agent: "coder",
      taskId: "t1",
      provider: "openai",
      model: "m",
      promptVersions: {},
    };
    const spent = { inputTokens: 1, outputTokens: 1, costMicros: 5, latencyMs: 1, cache: "none", status: "succeeded" };
    const setAside = async (token: string, id: string) => {
      const body = { id, agent: "coder", provider: "openai", model: "m", mostMicros: 9 };
      const reply = await w.ask("POST", "/api/runner/reservations", { token, body });
      expect(reply, reply.text).toMatchObject({ status: 200, body: { granted: true } });
    };
    const tell = async (token: string, of: string, more: object = {}) => {
      expect((await w.ask("POST", "/api/runner/steps", { token, body: step(of) })).status).toBe(200);
      const calls = [{ ...call, ...spent, ...more }];
      expect((await w.ask("POST", "/api/runner/llm-calls", { token, body: { calls } })).status).toBe(200);
    };
    const rowsOf = (tenantId: string) =>
      Promise.all(
        ["run_task", "run_requirement", "run_check", "llm_call", "llm_reservation"].map((table) =>
          w.asOwner(`select * from "${table}" where tenant_id = $1`, [tenantId]),
        ),
      );
    await tell(bea.runner, "of Bea");
    await setAside(bea.runner, call.id);
    const hers = await rowsOf(bea.tenantId);
    await setAside(ann.runner, call.id);
    expect((await rowsOf(ann.tenantId)).at(-1)).toMatchObject([{ id: call.id, tenant_id: ann.tenantId }]);
    await tell(ann.runner, "of Ann", { model: "other", costMicros: 7 });
    expect(await rowsOf(bea.tenantId)).toEqual(hers);
    expect(hers.map((rows) => rows.length)).toEqual([1, 1, 1, 1, 1]);
    const own = (await rowsOf(ann.tenantId)).map((rows) => JSON.stringify(rows));
    // What was set aside is free again by its own call, and only by that.
    expect(own.map((text) => /of Ann|"other"/.test(text))).toEqual([true, true, true, true, false]);
    before = await hashOf(w);
  });

  it("takes no picture but one of the run's own, and says the same of another's as of one that nobody has", async () => {
    const { key } = await fileOf(w, ann.runner, "picture", "a picture of Ann's");
    const { key: foreign } = await fileOf(w, bea.runner, "picture", "a picture of Bea's");
    const zip = await fileOf(w, ann.runner, "zip", "no picture");
    const shown = { page: "start", screen: "wide", path: "/", heading: "Notes", width: 1_280, height: 800 };
    const ask = (of: unknown) =>
      w.ask("POST", "/api/runner/steps", { token: ann.runner, body: { seq: 60, pictures: [{ ...shown, key: of }] } });
    before = await hashOf(w);
    expect(w.files.has(foreign)).toBe(true);
    const unknown = await ask(foreign.replace("picture.webp", "no-picture.webp"));
    expect(unknown).toMatchObject({ status: 400, body: { code: "artifact.refused" } });
    const up = "../".repeat(5);
    for (const other of [foreign, `../${foreign}`, `x${key}`, `${key}/${up}${foreign}`, zip.key, `${key}x`])
      expect(said(await ask(other)), other).toEqual(said(unknown));
    for (const other of ["x".repeat(600), "\u0000", null, 7]) expect((await ask(other)).status, `${other}`).toBe(400);
    await unchanged();
    expect((await ask(key)).status).toBe(200);
    before = await hashOf(w);
  });

  it("takes for a run's files none but its own, and says the same of another's as of one that nobody has", async () => {
    const zip = await fileOf(w, ann.runner, "zip", "the archive of Ann");
    const list = await fileOf(w, ann.runner, "manifest", manifest("Ann"));
    const point = await fileOf(w, ann.runner, "checkpoint", "a point of Ann");
    const theirs = await fileOf(w, bea.runner, "checkpoint", "a point of Ann");
    await fileOf(w, bea.runner, "zip", "the archive of Ann");
    await fileOf(w, bea.runner, "manifest", manifest("Ann"));
    const own = (key: string) => key.replace(theirs.key.split("/").slice(0, 3).join("/"), "");
    const calls = {
      checkpoint: { step: "compose", key: point.key, sha256: point.sha256 },
      complete: { zipKey: zip.key, manifestKey: list.key, sha256: zip.sha256, bytes: zip.bytes },
    };
    before = await hashOf(w);
    for (const [call, body] of Object.entries(calls)) {
      const ask = (over: object) =>
        w.ask("POST", `/api/runner/${call}`, { token: ann.runner, body: { ...body, ...over } });
      for (const [field, key] of Object.entries(body).filter(([name]) => /key$/i.test(name)) as [string, string][]) {
        const foreign = key.replace(ann.tenantId, bea.tenantId).replace(ann.runId, bea.runId);
        expect(w.files.has(foreign), field).toBe(true);
        const unknown = await ask({ [field]: `${foreign}x` });
        expect(unknown, field).toMatchObject({ status: 400, body: { code: "artifact.refused" } });
        for (const other of [foreign, `../${foreign}`, own(foreign), key.replace(/\/\d+\//, "/99/"), `x${key}`])
          expect(said(await ask({ [field]: other })), `${field}: ${other}`).toEqual(said(unknown));
        expect(said(await ask({ [field]: `${key}/../../../../${foreign}` }))).toEqual(said(unknown));
        for (const other of [`${key}x`, "x", "", "x".repeat(400), "\u0000", "a b", null, 7])
          expect((await ask({ [field]: other })).status, `${field}: ${other}`).toBe(400);
      }
      await unchanged();
      expect(await ask({}), call).toMatchObject({ status: 200 });
      before = await hashOf(w);
    }
  });
});
