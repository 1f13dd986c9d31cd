import { describe, expect, it } from "vitest";
import { diffPrompts, diffValues } from "./diff.ts";

describe("two versions side by side", () => {
  const short = (old: string, now: string) =>
    diffPrompts(old, now).map(({ kind, text }) => `${{ same: " ", added: "+", removed: "-" }[kind]}${text}`);

  it.each([
    ["", "", []],
    ["a", "a", [" a"]],
    ["", "a\nb", ["+a", "+b"]],
    ["a\nb", "", ["-a", "-b"]],
    ["a\nb\nc", "a\nx\nc", [" a", "-b", "+x", " c"]],
    ["a", "a\n\nb", [" a", "+", "+b"]],
    ["a\n\n\nb", "a\nb", [" a", "-", "-", " b"]],
    ["a\n", "a", [" a"]],
  ])("shows %j and %j line by line", (old, now, lines) => expect(short(old, now)).toEqual(lines));

  it("gives both sides back, whatever they are", () => {
    const old = Array.from({ length: 300 }, (_, i) => `line ${i % 7}`).join("\n");
    const now = Array.from({ length: 200 }, (_, i) => `line ${i % 5}`).join("\n");
    const lines = diffPrompts(old, now);
    const side = (without: string) => lines.flatMap(({ kind, text }) => (kind === without ? [] : [text])).join("\n");
    expect([side("added"), side("removed")]).toEqual([old, now]);
  });

  it("does not look for ever where nothing is the same", () => {
    const lines = (sign: string) => Array.from({ length: 10_000 }, (_, i) => `${sign}${i}`).join("\n");
    expect(diffPrompts(lines("a"), lines("b"))).toHaveLength(20_000);
  });

  it("names the values that differ, and says null for what is not said", () => {
    expect(diffValues({ model: "a", temperature: 0, prompt: "p" }, { model: "a", maxTokens: 64, prompt: "q" })).toEqual(
      [
        { name: "maxTokens", old: null, new: 64 },
        { name: "temperature", old: 0, new: null },
      ],
    );
    expect(diffValues({ fallback: [] }, { fallback: [{ provider: "google", model: "x" }] })).toEqual([
      { name: "fallback", old: [], new: [{ provider: "google", model: "x" }] },
    ]);
  });
});
