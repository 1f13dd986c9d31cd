import { describe, expect, it } from "vitest";
import { afterSignIn } from "./doors.ts";

describe("after signing in", () => {
  it("goes to the page that asked for it", () =>
    expect(afterSignIn("app", "?next=%2Fapp%2Fstatus%3Fopen%3Dprj_1")).toBe("/app/status?open=prj_1"));

  it.each([
    "",
    "?next=https://evil.example/app/",
    "?next=//evil.example",
    "?next=/app/..%5C..%5Cevil",
    "?next=/application",
    "?next=/admin",
    "?next=javascript:alert(1)",
    "?next=/app/sign-in",
  ])("goes home for %s", (search) => expect(afterSignIn("app", search)).toBe("/app/projects"));
});
