import { stripTypeScriptTypes } from "node:module";
import { describe, expect, it } from "vitest";
import { analyse } from "../analyst/index.ts";
import { Analysis } from "../artefacts.ts";
import { hostileWords } from "./fixtures/random.ts";
import { compose } from "./index.ts";

const briefs = {
  "a tool that keeps records": {
    name: "Warehouse",
    objectives:
      "A tool for our warehouse: `add`, `list`, `find` items with quantity and location kept in a file; warn when stock is below the minimum. Orders belong to an item and have a date and an amount. Orders can be sent and received. Show the total amount per item. Send an email when stock is low.",
  },
  "a website": {
    name: "Crumb & Co",
    objectives:
      "A website for our bakery with a page about us, opening hours, a menu with prices, a gallery, a blog with tags and an RSS feed, and a contact page. We are open Tuesday to Friday from 7 am to 6 pm. Our menu has country loaf for 4.20 and butter croissant for 1.90. Visitors can search. Customers can order online.",
  },
};

describe.each(Object.entries(briefs))("%s", (_, { name, objectives }) => {
  const brief = { name, description: name, objectives };
  const analysis = Analysis.parse(analyse(brief));
  const { files, evidence } = compose(brief, analysis);
  const suites = [...files].filter(([path]) => path.endsWith(".test.ts"));

  it("is the same every time, in the same order", () => {
    expect([...compose(structuredClone(brief), structuredClone(analysis)).files]).toEqual([...files]);
    expect([...files.keys()]).toEqual([...files.keys()].sort());
  });

  it("has tests for every requirement that is no gap, each of a name of its own, and says so in its README", () => {
    const titles = evidence.flatMap(({ tests }) => tests);
    expect(new Set(titles).size).toBe(titles.length);
    const readme = files.get("README.md") ?? "";
    for (const { id, gap } of analysis.requirements) {
      expect(readme).toContain(gap ? `**${id}**` : `| ${id} |`);
      const own = evidence.find(({ requirementId }) => requirementId === id)?.tests ?? [];
      expect(own.length > 0, id).toBe(gap === undefined);
    }
    const text = suites.map(([, content]) => content).join("\n");
    expect(readme).not.toContain("in `test/`");
    for (const body of text.split(/^test\(/m).slice(1)) expect(body).toMatch(/assert\.|refused\(|ok\(/);
  });

  it("names what it can't do", () => expect(analysis.requirements.filter(({ gap }) => gap).length).toBe(1));

  it("parses for Node without a build, also when its words are hostile", () => {
    for (const words of [undefined, ...hostileWords]) {
      const changed = structuredClone(analysis);
      const [requirement] = changed.requirements;
      if (words && requirement) {
        requirement.text = changed.contract.title = words;
        const [entity] = changed.contract.entities;
        if (entity) entity.label = entity.pluralLabel = words;
        if (changed.contract.kind === "static-site")
          for (const page of changed.contract.site.pages) page.title = page.body[0] = words;
      }
      for (const [path, content] of compose(brief, changed).files)
        if (path.endsWith(".ts")) expect(() => stripTypeScriptTypes(content), `${path} ${words}`).not.toThrow();
    }
  });
});
