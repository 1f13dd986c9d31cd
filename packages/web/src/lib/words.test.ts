import { describe, expect, it } from "vitest";
import { merge } from "./feed.ts";
import { readOtp } from "./otp.ts";
import { idFromPath } from "./path-id.ts";
import { count, size } from "./size.ts";
import { slugOf } from "./slug.ts";

describe("small readings", () => {
  it.each([
    ["123 456", "123456"],
    ["Your code is 004217.", "004217"],
    ["12345678", "123456"],
    ["abc", ""],
  ])("the digits of %j are %s", (typed, digits) => expect(readOtp(typed)).toBe(digits));

  it.each([
    ["Müller & Söhne GmbH", "muller-sohne-gmbh"],
    ["  Straße 9  ", "strasse-9"],
    ["---", ""],
    [`${"a".repeat(39)} b`, "a".repeat(39)],
  ])("the slug of %j is %s", (name, slug) => expect(slugOf(name)).toBe(slug));

  it.each([
    [999, "999 B"],
    [4_200, "4.2 kB"],
    [184_320, "184 kB"],
    [999_600, "1.0 MB"],
    [3_400_000_000, "3.4 GB"],
  ])("%i bytes are %s", (bytes, words) => expect(size(bytes)).toBe(words));

  it("counts one and many", () => expect([count(1, "code"), count(1_200, "code")]).toEqual(["1 code", "1,200 codes"]));

  it.each([
    ["/app/projects/prj_1", "prj_1"],
    ["/app/projects/prj_1/", "prj_1"],
    ["/app/projects/a%2Fb", "a/b"],
    ["/app/projects/%", "%"],
  ])("the id in %s is %s", (path, id) => expect(idFromPath(path)).toBe(id));

  it("adds to a log only what is new", () => {
    const former = [{ id: "1" }, { id: "2" }];
    expect(merge(former, [{ id: "2" }, { id: "3" }])).toEqual([{ id: "1" }, { id: "2" }, { id: "3" }]);
    expect(merge(former, [{ id: "2" }])).toBe(former);
  });
});
