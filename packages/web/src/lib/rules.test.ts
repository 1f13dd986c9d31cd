import { describe, expect, it } from "vitest";
import { emailRule, fromApi, problem, problems, projectRules } from "./rules.ts";

describe("a field's rule", () => {
  it.each([
    ["nothing where something is needed", "  ", { label: "Name", required: true }, "Name is required."],
    ["nothing where nothing is needed", "", { label: "Client", min: 2 }, undefined],
    ["too long", "abcd", { label: "Name", max: 3 }, "Name may have at most 3 characters; this has 4."],
    ["too short", "a", { label: "Slug", min: 2 }, "Slug needs at least 2 characters."],
    ["as long as allowed, with spaces around", " abc ", { label: "Name", max: 3 }, undefined],
    ["not an address", "ann@", emailRule, "Enter an e-mail address such as ann@example.com."],
    ["an address", "ann@example.com", emailRule, undefined],
  ])("%s", (_, value, rule, sentence) => expect(problem(value, rule)).toBe(sentence));

  it("finds every field that is wrong", () =>
    expect(problems({ name: "", clientName: "", description: "x", objectives: "" }, projectRules)).toEqual({
      name: "Give the project a name.",
      objectives: "Say what it must do, one thing per line.",
    }));

  it("puts the API's words under the field they are about, and keeps the rest", () =>
    expect(
      fromApi(
        [
          { path: "name", message: "Too long." },
          { path: "body.description", message: "Required." },
          { path: "tenant", message: "Unknown." },
        ],
        projectRules,
      ),
    ).toEqual({ fields: { name: "Too long.", description: "Required." }, other: ["Unknown."] }));
});
