import { Erasure } from "@q2o/core/erasure";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileOf } from "./parties.ts";
import { type Ready, type Runs, runsIn } from "./runs.ts";
import { cookieOf, type World, world } from "./world.ts";

describe("pictures of what was delivered", () => {
  let w: World;
  let r: Runs;
  let ann: Ready;
  let bea: Ready;
  let admin: string;
  beforeAll(async () => {
    w = await world();
    r = runsIn(w);
    ann = await r.ready();
    bea = await r.ready();
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
  });
  afterAll(() => w.close());

  const shown = (page: string, screen: string, key: string) => ({
    ...{ page, screen, key, path: "/bikes", heading: "Bikes" },
    ...(screen === "wide" ? { width: 1280, height: 800 } : { width: 720, height: 1480 }),
  });
  let seq = 0;
  const tell = (token: string, pictures: object[]) => r.say(token, "steps", { seq: ++seq, pictures });
  const seen = async (token: string, ...pages: string[]) => {
    const pictures: object[] = [];
    for (const page of pages)
      for (const screen of ["wide", "narrow"])
        pictures.push(shown(page, screen, (await fileOf(w, token, "picture", `${token} ${page} ${screen}`)).key));
    return pictures;
  };
  const complete = async (token: string, ...gaps: string[]) => {
    const zip = await fileOf(w, token, "zip", `the archive of ${token}`);
    const requirements = [
      { id: "R1", status: "verified", checks: [] },
      ...gaps.map((id) => ({ id, status: "gap", checks: [] })),
    ];
    const text = JSON.stringify({ generator: { name: "q2o" }, requirements, files: [{ path: "a", sha256: "b" }] });
    const { key } = await fileOf(w, token, "manifest", text);
    const delivered = { zipKey: zip.key, manifestKey: key, sha256: zip.sha256, bytes: zip.bytes };
    expect((await r.say(token, "complete", delivered)).status).toBe(200);
  };
  const look = (cookie: string, path: string) => w.ask("GET", `/api/${path}`, { cookie });
  const clientOf = async (who: Ready) => {
    const { body } = await w.ask("POST", "/api/tenant/activation-codes/generate", {
      cookie: who.cookie,
      body: { count: 1 },
    });
    const [code] = body.codes as [{ id: string; code: string }];
    const made = await w.ask("POST", "/api/tenant/projects", {
      cookie: who.cookie,
      body: { name: "Bike hire", description: "A shop.", objectives: "Customers hire bikes." },
    });
    const projectId = String(made.body.id);
    await w.ask("POST", `/api/tenant/projects/${projectId}/assign-activation-code`, {
      cookie: who.cookie,
      body: { codeId: code.id },
    });
    const cookie = cookieOf(await w.ask("POST", "/api/public/activate-project", { body: { code: code.code } }));
    return { cookie, projectId, codeId: code.id };
  };

  it("are read with the run by its tenant and by admins, and are to others as if there were none", async () => {
    const { runId, token } = await r.running(ann);
    expect((await ann.read(runId)).pictures).toEqual([]);
    expect((await tell(token, await seen(token, "start", "list"))).status).toBe(200);
    const { pictures } = await ann.read(runId);
    expect(pictures).toMatchObject([
      { name: "start-wide", page: "start", screen: "wide", path: "/bikes", heading: "Bikes", width: 1280, height: 800 },
      { name: "start-narrow", width: 720, height: 1480 },
      { name: "list-wide" },
      { name: "list-narrow" },
    ]);
    // Where they are stored is nobody's business.
    expect(JSON.stringify(pictures)).not.toContain("runs/");
    for (const [cookie, door] of [
      [ann.cookie, "tenant"],
      [admin, "admin"],
    ] as const) {
      const reply = await look(cookie, `${door}/runs/${runId}/pictures/list-narrow`);
      expect(reply).toMatchObject({ status: 200, text: `${token} list narrow` });
      expect(reply.headers.get("content-type")).toBe("image/webp");
      expect(reply.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(await look(cookie, `${door}/runs/${runId}/pictures/form-wide`)).toMatchObject({
        status: 404,
        body: { code: "picture.missing" },
      });
      expect(await look(cookie, `${door}/runs/${runId}/pictures/start`)).toMatchObject({
        status: 400,
        body: { code: "input.invalid", errors: [{ path: "name" }] },
      });
    }
    const unknown = await look(bea.cookie, "tenant/runs/run_01JQZ3M8S4T6V8X0Z2B4D6F8H0/pictures/list-wide");
    const foreign = await look(bea.cookie, `tenant/runs/${runId}/pictures/list-wide`);
    expect(foreign).toMatchObject({ status: 404, body: { ...unknown.body, requestId: expect.any(String) } });
    // Of another state there were none: then none is shown.
    await tell(token, []);
    expect((await ann.read(runId)).pictures).toEqual([]);
    await ann.wish(runId, "cancel");
    await r.say(token, "released", { reason: "cancel" });
  });

  it("show a client what opens first, once there is something to download, until the code is revoked", async () => {
    const client = await clientOf(ann);
    const { runId, token } = await r.running(ann, client.projectId);
    await tell(token, await seen(token, "start", "detail"));
    const project = () => look(client.cookie, `public/projects/${client.projectId}`);
    const picture = (name: string) => look(client.cookie, `public/projects/${client.projectId}/pictures/${name}`);
    expect((await project()).body.pictures).toEqual([]);
    expect(await picture("start-wide")).toMatchObject({ status: 404, body: { code: "picture.missing" } });
    await complete(token);
    expect((await project()).body.pictures).toMatchObject([{ name: "start-wide" }, { name: "start-narrow" }]);
    expect(await picture("start-narrow")).toMatchObject({ status: 200, text: `${token} start narrow` });
    expect(await picture("detail-wide")).toMatchObject({ status: 404, body: { code: "picture.missing" } });
    // A later run that goes on changes nothing of what can be downloaded.
    await ann.press(client.projectId);
    expect((await project()).body.pictures).toHaveLength(2);
    const other = await clientOf(bea);
    const foreign = await look(other.cookie, `public/projects/${client.projectId}/pictures/start-wide`);
    expect(foreign).toMatchObject({ status: 404, body: { code: "project.missing" } });
    // What the run names stays when what it no longer needs goes.
    await w.advance(3_700);
    await w.inside({ type: "platform" }, () => Erasure.carryOut({}));
    const again = cookieOf(await w.signIn("tenant", ann.email).then(({ reply }) => reply));
    expect(await look(again, `tenant/runs/${runId}/pictures/detail-narrow`)).toMatchObject({ status: 200 });
    await w.ask("DELETE", `/api/tenant/activation-codes/${client.codeId}`, { cookie: again });
    expect(await picture("start-wide")).toMatchObject({ status: 401 });
    ann.cookie = again;
  });

  it("are what the task has stored as such in this run, and nothing else", async () => {
    const who = await r.ready();
    const { runId, token } = await r.running(who);
    const [good] = (await seen(token, "start")) as { key: string }[];
    const zip = await fileOf(w, token, "zip", "an archive");
    const large = await fileOf(w, token, "picture", "x".repeat(1_000_001));
    const other = await r.running(await r.ready());
    const [foreign] = (await seen(other.token, "start")) as { key: string }[];
    for (const key of [
      zip.key,
      large.key,
      foreign?.key ?? "",
      `${good?.key}.picture.webp`,
      good?.key.replace("/1/", "/1/../1/") ?? "",
    ])
      expect(await tell(token, [shown("start", "wide", key)]), key).toMatchObject({
        status: 400,
        body: { code: "artifact.refused" },
      });
    expect(
      (
        await tell(
          token,
          Array.from({ length: 9 }, () => good ?? {}),
        )
      ).status,
    ).toBe(400);
    expect((await who.read(runId)).pictures).toEqual([]);
    // A later attempt goes on with what an earlier one has seen.
    await r.say(token, "released", { reason: "sigterm" });
    await r.poke(who.tenantId, runId);
    const next = r.tokenOf(runId);
    await r.say(next, "boot");
    expect((await tell(next, [good ?? {}])).status).toBe(200);
    expect((await who.read(runId)).pictures).toHaveLength(1);
  });

  it("are part of what the tenant takes away, without their place, and go with the project; what was left out is counted", async () => {
    const who = await r.ready();
    const { runId, token } = await r.running(who);
    await tell(token, await seen(token, "start"));
    expect(await who.read(runId)).toMatchObject({ delivered: null });
    await complete(token, "R2", "R3");
    // Beside "completed", in the run and in every list that has it.
    const delivered = { verified: 1, gaps: 2 };
    expect(await who.read(runId)).toMatchObject({ status: "completed", delivered });
    const list = await look(who.cookie, "tenant/projects");
    expect(list.body.items).toMatchObject([{ latestRun: { delivered } }]);
    const { body } = await look(who.cookie, "tenant/export");
    const [run] = body.runs as { id: string; pictures: object[] }[];
    expect(run).toMatchObject({ id: runId, pictures: [{ name: "start-wide" }, { name: "start-narrow" }] });
    expect(JSON.stringify(run?.pictures)).not.toContain("key");
    const stored = () => [...w.files.keys()].filter((key) => key.includes(runId) && key.endsWith("picture.webp"));
    expect(stored()).toHaveLength(2);
    admin = (await w.signIn("admin", "admin@example.com")).cookie;
    expect((await w.ask("DELETE", `/api/admin/projects/${who.projectId}`, { cookie: admin })).status).toBe(204);
    await w.inside({ type: "platform" }, () => Erasure.carryOut({}));
    expect(stored()).toEqual([]);
    expect(await look(who.cookie, `tenant/runs/${runId}/pictures/start-wide`)).toMatchObject({ status: 404 });
  });
});
