import { describe, expect, it } from "vitest";
import { type Facts, isMoving, isOpen, type Means, runGate } from "./run-gate.ts";

const project: Facts = {
  id: "prj_1",
  name: "Bike hire",
  description: "A shop",
  objectives: "Customers hire bikes.",
  activationCode: { id: "cod_1", last5: "K7Q2M", label: null },
  latestRun: null,
};
const profile: Means = { subscription: { status: "active" }, quotas: { runs: { used: 1, limit: 10 } } };

describe("RUN", () => {
  it.each<[string, Facts, Means | undefined]>([
    ["a complete project with a code", project, profile],
    ["a trial", project, { ...profile, subscription: { status: "trialing" } }],
    ["a profile that is not here yet", project, undefined],
    ["a last run that ended", { ...project, latestRun: { status: "completed" } }, profile],
    ["no limit on runs", project, { ...profile, quotas: { runs: { used: 999, limit: null } } }],
  ])("can be pressed with %s", (_, of, who) => expect(runGate(of, who)).toEqual({ open: true }));

  it.each<[string, Facts, Means, RegExp, string | undefined]>([
    ["no code", { ...project, activationCode: null }, profile, /activation code/, "#activation-code"],
    ["no objectives", { ...project, objectives: " " }, profile, /brief/, "?edit=1"],
    [
      "a run under way",
      { ...project, latestRun: { status: "queued" } },
      profile,
      /under way/,
      "/app/status?open=prj_1",
    ],
    ["a paused run", { ...project, latestRun: { status: "paused" } }, profile, /paused/, "/app/status?open=prj_1"],
    ["a late payment", project, { ...profile, subscription: { status: "past_due" } }, /payment/, "/app/billing"],
    [
      "a status nobody has heard of",
      project,
      { ...profile, subscription: { status: "new" } },
      /subscription/,
      "/app/billing",
    ],
    [
      "a used-up month",
      project,
      { ...profile, quotas: { runs: { used: 10, limit: 10 } } },
      /All 10 runs/,
      "/app/billing",
    ],
  ])("says why it cannot with %s, and what helps", (_, of, who, reason, href) => {
    const gate = runGate(of, who);
    if (gate.open) throw new Error("The gate is open.");
    expect(gate.reason).toMatch(reason);
    expect(gate.remedy?.href).toBe(href);
  });

  it("takes a paused run for open but not for moving", () => {
    expect([isOpen("paused"), isMoving("paused")]).toEqual([true, false]);
    expect([isOpen("launching"), isMoving("launching")]).toEqual([true, true]);
    expect([isOpen("failed"), isMoving("failed")]).toEqual([false, false]);
  });
});
