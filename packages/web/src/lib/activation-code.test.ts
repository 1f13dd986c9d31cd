import { describe, expect, it } from "vitest";
import { codeLength, formatEdit, maskedCode, readCode, showCode } from "./activation-code.ts";

describe("an activation code", () => {
  it.each([
    ["7k2m9qx4tb", "7K2M9QX4TB"],
    ["7K2M9 – QX4TB", "7K2M9QX4TB"],
    ["oOiIlL", "001111"],
    ["Your code: 7K2M9", "Y0RC0DE7K2M9"],
    ["Dear Ann, your code is 7k2m9-qx4tb-n0vwc-3hj8r-d5fzt.\nRegards", "7K2M9QX4TBN0VWC3HJ8RD5FZT"],
    ["code:7K2M9QX4TBN0VWC3HJ8RD5FZT", "7K2M9QX4TBN0VWC3HJ8RD5FZT"],
    ["", ""],
  ])("reads %j leniently", (typed, code) => expect(readCode(typed)).toBe(code));

  it("drops the letter that is not in the alphabet", () => expect(readCode("AUB")).toBe("AB"));

  it("keeps no more than twenty-five characters", () => expect(readCode("A".repeat(40))).toHaveLength(codeLength));

  it.each([
    ["7K2M9", "7K2M9"],
    ["7k2m9q", "7K2M9-Q"],
    ["7K2M9QX4TBN0VWC3HJ8RD5FZT", "7K2M9-QX4TB-N0VWC-3HJ8R-D5FZT"],
  ])("shows %s in groups", (typed, shown) => expect(showCode(typed)).toBe(shown));

  it.each([
    ["a sixth character moves past the dash", "7K2M9Q", 6, "7K2M9", { text: "7K2M9-Q", caret: 7 }],
    ["a character typed in the middle stays under the caret", "7AK2M9-Q", 2, "7K2M9-Q", { text: "7AK2M-9Q", caret: 2 }],
    ["deleting a dash takes the character before it", "7K2M9Q", 5, "7K2M9-Q", { text: "7K2MQ", caret: 4 }],
    ["a paste with spaces", " 7k2m9 qx4tb", 12, "", { text: "7K2M9-QX4TB", caret: 11 }],
    ["deleting everything", "", 0, "7", { text: "", caret: 0 }],
  ])("%s", (_, typed, caret, former, after) => expect(formatEdit(typed, caret, former)).toEqual(after));

  it("shows only the last five of a stored one", () =>
    expect(maskedCode("K7Q2M")).toBe("•••••-•••••-•••••-•••••-K7Q2M"));
});
