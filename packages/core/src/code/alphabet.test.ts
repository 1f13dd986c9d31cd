import { describe, expect, it } from "vitest";
import { codeFrom, last5, newCode, read } from "./alphabet.ts";

const signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const code = codeFrom(Uint8Array.from({ length: 30 }, (_, index) => index * 11 + 200));

describe("an activation code", () => {
  it("is the five lowest bits of 24 bytes and a check character", () => {
    expect(code).toBe("8KY9M-ZAN0B-P1CQ2-DR3ES-4FT5F");
    expect(last5(code)).toBe(code.slice(24));
    expect(codeFrom(new Uint8Array(24))).toBe("00000-00000-00000-00000-00000");
    expect(codeFrom(new Uint8Array(24).fill(16))).toBe("GGGGG-GGGGG-GGGGG-GGGGG-GGGGM");
    expect(new Set(Array.from({ length: 50 }, newCode)).size).toBe(50);
    for (let times = 0; times < 50; times++)
      expect(newCode()).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$/);
  });

  it("is read however it is typed", () => {
    const other = codeFrom(Uint8Array.from({ length: 24 }, (_, index) => index % 2));
    expect(other).toContain("01010-10101");
    for (const typed of [other.toLowerCase(), other.replaceAll("-", ""), ` ${other.replaceAll("-", " ")}\t`])
      expect(read(typed)).toBe(other);
    for (const [zero, one] of ["OI", "oi", "OL", "ol"])
      expect(
        read(other.slice(0, -1).replaceAll("0", String(zero)).replaceAll("1", String(one)) + other.slice(-1)),
      ).toBe(other);
  });

  it("is none with a sign too few or too many, one that no code has, a wrong one, or two swapped", () => {
    expect(read(code)).toBe(code);
    const plain = code.replaceAll("-", "");
    for (const typed of [
      "",
      plain.slice(1),
      plain.slice(0, -1),
      `${plain}0`,
      `0${plain}`,
      `${plain.slice(0, -1)}U`,
      `Ü${plain.slice(1)}`,
    ])
      expect(read(typed), typed).toBeUndefined();
    // Whatever the check character.
    for (const sign of signs) expect(read(`U${plain.slice(1, -1)}${sign}`)).toBeUndefined();
    for (const [index, sign] of [...plain].entries()) {
      for (const other of signs)
        if (other !== sign) expect(read(plain.slice(0, index) + other + plain.slice(index + 1))).toBeUndefined();
      const next = plain[index + 1] ?? sign;
      // The only pair that the sum does not tell apart.
      const isBlind = [sign, next].sort().join("") === "0Z";
      if (next !== sign && !isBlind)
        expect(read(plain.slice(0, index) + next + sign + plain.slice(index + 2))).toBeUndefined();
    }
  });
});
