import { expect, test } from "vitest";
import { analyse } from "./index.ts";

test.each([
  ["A command line tool that converts invoices from JSON. Invoices have a number and a total.", /command-line tool/],
  ["We want a static website with pages for our services. Services have a name and a price.", /static website/],
])("another kind of software is a gap that nothing makes up for: %s", (objectives, words) => {
  const result = analyse({ name: "Invoices", description: "Invoices.", objectives });
  const message =
    "code" in result ? result.message : result.requirements.find(({ priority }) => priority === "must")?.gap;
  expect(message).toMatch(words);
});

test("a shop with a website is none of them", () => {
  const result = analyse({
    name: "Shop",
    description: "Orders.",
    objectives: "Customers order products from our website. Orders have a date and a total.",
  });
  expect(JSON.stringify(result)).not.toMatch(/This asks for/);
});
