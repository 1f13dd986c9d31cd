import { describe, expect, test } from "vitest";
import { Analysis } from "../artefacts.ts";
import { compose } from "../composer/index.ts";
import { building } from "./corpus/building.ts";
import { measuring } from "./corpus/measuring.ts";
import { buildingSites, measuringSites } from "./corpus/sites.ts";
import { buildingTools, measuringTools } from "./corpus/tools.ts";
import { written } from "./corpus/written.ts";
import { analyse } from "./index.ts";
import { kindOf } from "./kinds.ts";
import { sentencesOf } from "./text.ts";

const brief = (objectives: string) => ({ name: "Software", description: "Software.", objectives });
const read = (objectives: string) => Analysis.parse(analyse(brief(objectives)));
const kindIn = (objectives: string) => kindOf(brief(objectives), sentencesOf(brief(objectives)).sentences);

describe("the kind of software a brief asks for", () => {
  test.each([
    ["A command line tool that keeps invoices. Invoices have a number and a total.", "command-line"],
    ["A tool for our warehouse: `add`, `list`, `find` items with quantity and location.", "command-line"],
    ["We want a small CLI for our club's members.", "command-line"],
    ["We want a static website with pages for our services.", "static-site"],
    ["A website for our bakery with a page about us, opening hours and a contact page.", "static-site"],
    ["A documentation site with search for our API client.", "static-site"],
    ["Portfolio of five projects, blog with tags and an RSS feed.", "static-site"],
    ["We need a website for our practice. It has pages for our team and our treatments.", "static-site"],
    ["Customers order products from our website. Orders have a date and a total.", "web-app"],
    ["A website where customers book tables and see the menu. Bookings have a date.", "web-app"],
    ["Members log in on our site and see their bookings.", "web-app"],
    ["Show a page with overdue loans. Staff add notes.", "web-app"],
  ])("%s", (objectives, kind) => expect(kindIn(objectives)).toBe(kind));

  test("is an application for every brief that keeps records and names no other", () => {
    const all = [...building, ...measuring, ...written("building"), ...written("measuring")];
    const others = all.filter(([, objectives]) => kindIn(objectives) !== "web-app");
    expect(others.map(([name]) => name)).toEqual([]);
  });
});

test("a site's posts are what its blog has, and the newest of them stand on the first page", () => {
  const { contract, requirements } = read(
    "A website for our bakery with home, about, opening hours, contact, blog. The blog has posts with title, date and text. Show the two newest posts on the home page.",
  );
  if (contract.kind !== "static-site") throw new Error(contract.kind);
  const { pages, collections } = contract.site;
  expect(pages.map(({ name }) => name)).toEqual(["index", "about-us", "opening-hours", "contact", "blog"]);
  expect(collections.map(({ name }) => name)).toEqual(["blog"]);
  expect(pages[0]?.shows).toEqual(["blog:2"]);
  expect(requirements.filter(({ gap }) => gap)).toEqual([]);
});

test("a tool and a site that say nothing of what they hold are refused with a sentence that helps", () => {
  expect(analyse(brief("A command line tool. It should be nice and it should be quick for us."))).toMatchObject({
    code: "brief.no_records",
  });
});

describe.each([
  ["command-line", [...buildingTools, ...measuringTools]],
  ["static-site", [...buildingSites, ...measuringSites]],
] as const)("briefs for the kind %s", (kind, briefs) => {
  test.each(briefs)("%s is read whole, and each requirement ends in tests or a named gap", (name, objectives) => {
    const given = { name, description: name, objectives };
    const analysis = Analysis.parse(analyse(given));
    expect(analysis.contract.kind).toBe(kind);
    const { evidence } = compose(given, analysis);
    for (const { id, gap } of analysis.requirements)
      expect((evidence.find(({ requirementId }) => requirementId === id)?.tests.length ?? 0) > 0, id).toBe(
        gap === undefined,
      );
    const musts = analysis.requirements.filter(({ priority }) => priority === "must");
    expect(musts.filter(({ gap }) => gap !== undefined)).toEqual([]);
  });
});
