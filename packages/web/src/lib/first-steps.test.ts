import { expect, test } from "vitest";
import { type Facts, firstSteps } from "./first-steps.ts";

const project = (id: string, part: object = {}) =>
  ({ id, state: "pending", activationCode: null, latestRun: null, ...part }) as Facts["projects"][number];
const code = { activationCode: { id: "cod_1", last5: "ABCDE", label: null } };
const facts = (part: Partial<Facts> = {}): Facts => ({
  projects: [],
  profile: { primaryColor: null, logoUrl: null },
  members: 1,
  hasClientLooked: false,
  ...part,
});
const done = (part: Partial<Facts>, mayOwn = true) =>
  firstSteps(facts(part), mayOwn)
    .filter(({ isDone }) => isDone)
    .map(({ id }) => id)
    .join(" ");

test("each step is done when the API's answers show it", () => {
  const run = { ...code, latestRun: { status: "failed" } };
  const table: [Partial<Facts>, string][] = [
    [{}, ""],
    [{ projects: [project("prj_1")] }, "brief"],
    [{ projects: [project("prj_1", code)] }, "brief code"],
    [{ projects: [project("prj_1", { ...run, state: "failed" })] }, "brief code run"],
    [{ projects: [project("prj_1", { ...run, state: "completed" })] }, "brief code run delivered"],
    [{ hasClientLooked: true }, "client"],
    [{ profile: { primaryColor: "#1a73e8", logoUrl: null } }, "brand"],
    [{ profile: { primaryColor: null, logoUrl: "https://example.com/logo.svg" } }, "brand"],
    [{ members: 2 }, "colleague"],
  ];
  for (const [part, expected] of table) expect(done(part)).toBe(expected);
});

test("the links lead to the project that has come farthest", () => {
  const steps = firstSteps(facts({ projects: [project("prj_new"), project("prj_far", code)] }), true);
  expect(steps.find(({ id }) => id === "run")?.href).toBe("/app/projects/prj_far");
  expect(firstSteps(facts(), true).find(({ id }) => id === "code")?.href).toBe("/app/projects/new");
});

test("who may not own the workspace is not sent to its profile and members", () => {
  expect(firstSteps(facts(), false).map(({ id }) => id)).toEqual(["brief", "code", "run", "delivered", "client"]);
  expect(done({ members: 2, profile: { primaryColor: "#1a73e8", logoUrl: null } }, false)).toBe("");
});
