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
    ["I want to add tasks with a due date from my shell and list what is due today.", "command-line"],
    ["Convert the exported time log (JSON lines with start and person) into a CSV.", "command-line"],
    ["Merge the payroll CSV files and print the total pay per employee.", "command-line"],
    [
      "Our tool should read survey.csv with question and score and print the average score per question.",
      "command-line",
    ],
    ["Takes rows with a name and an amount from standard input.", "command-line"],
    [
      "System A pushes a webhook whenever the stock of an article changes. Forward article number and quantity to system B.",
      "integration",
    ],
    ["We want a static website with pages for our services.", "static-site"],
    ["A website for our bakery with a page about us, opening hours and a contact page.", "static-site"],
    ["A documentation site with search for our API client.", "static-site"],
    ["I need a static blog: posts with a title and tags, newest first.", "static-site"],
    ["The firm's internet presence. Pages: Home, Practice areas, Lawyers, Contact.", "static-site"],
    [
      "A website for a yoga studio. Start page with a welcome text, teachers with photos. No tracking please.",
      "static-site",
    ],
    ["Portfolio of five projects, blog with tags and an RSS feed.", "static-site"],
    ["We need a website for our practice. It has pages for our team and our treatments.", "static-site"],
    ["Customers order products from our website. Orders have a date and a total.", "web-app"],
    ["A website where customers book tables and see the menu. Bookings have a date.", "web-app"],
    ["Homepage for the climbing club. News, membership fees, board members.", "static-site"],
    ["Homepage for the climbing club. Members can reserve huts. Huts have a name.", "web-app"],
    ["Members log in on our site and see their bookings.", "web-app"],
    ["Show a page with overdue loans. Staff add notes.", "web-app"],
  ])("%s", (objectives, kind) => expect(kindIn(objectives)).toBe(kind));

  test("is an application for every brief that keeps records and names no other", () => {
    const all = [...building, ...measuring, ...written("building"), ...written("measuring")];
    const others = all.filter(([, objectives]) => kindIn(objectives) !== "web-app");
    expect(others.map(([name]) => name)).toEqual([]);
  });
});

describe("a tool that reads files", () => {
  const tool = (objectives: string) => {
    const { contract, requirements } = read(objectives);
    if (contract.kind !== "command-line" || !contract.files) throw new Error(contract.kind);
    const gaps = requirements.filter(({ gap }) => gap !== undefined).map(({ text }) => text);
    return { files: contract.files, columns: contract.entities[0]?.fields.map(({ name }) => name), gaps };
  };
  const invoices = "Takes a CSV file with invoice number, customer, net amount and gross amount.";

  test.each([
    ["Checks that no invoice number occurs twice.", ["invoiceNumber"]],
    ["The invoice number must be unique.", ["invoiceNumber"]],
    ["The invoice number must be unique per customer.", ["invoiceNumber", "customer"]],
    ["Removes duplicates by customer.", ["customer"]],
  ])("knows what must not be there twice: %s", (more, fields) => {
    const { files, gaps } = tool(`${invoices} ${more}`);
    expect(files.duplicates?.fields).toEqual(fields);
    expect(gaps).toEqual([]);
  });

  test.each([
    "Checks that gross equals net plus VAT.",
    "No flavour may occur twice.",
    "Prints the number of invoices per hour.",
    "An option shows only invoices slower than a given number of days.",
    "Writes a markdown table.",
    "Says how many were skipped.",
    "Choose the columns.",
  ])("says of what it can't do that it is not met: %s", (more) =>
    expect(tool(`${invoices} ${more}`).gaps).toEqual([more]),
  );

  test.each([
    [
      "Prints the ten busiest customers.",
      { groupBy: [{ field: "customer" }], order: { measure: "count", isReversed: true }, limit: 10 },
    ],
    [
      "Shows the three customers with the lowest net amount.",
      {
        groupBy: [{ field: "customer" }],
        measures: [{ fn: "sum", field: "netAmount" }, { fn: "count" }],
        order: { measure: "total", isReversed: false },
        limit: 3,
      },
    ],
    [
      "Prints the top 5 customers by gross amount.",
      {
        measures: [{ field: "grossAmount" }, { fn: "count" }],
        order: { measure: "total", isReversed: true },
        limit: 5,
      },
    ],
    [
      "Prints the lowest and highest net amount.",
      { groupBy: [], measures: [{ fn: "lowest" }, { fn: "highest" }, { fn: "count" }] },
    ],
    [
      "Prints the average net amount per customer. Sort by average, best first.",
      { groupBy: [{ field: "customer" }], order: { measure: "average", isReversed: true } },
    ],
  ])("knows what stands at the top: %s", (more, table) => {
    const { files, gaps } = tool(`${invoices} ${more}`);
    expect(files.tables).toMatchObject([table]);
    expect(gaps).toEqual([]);
  });

  test("reads each thing that must hold by itself", () => {
    const { files, gaps } = tool(
      "I get invoice lists as CSV with invoice number, supplier, invoice date, net amount and gross amount. A checker for the console: invoice numbers must be unique, dates must be valid, gross must equal net plus VAT, supplier must not be empty. Print each problem with its line number.",
    );
    expect(files.duplicates?.fields).toEqual(["invoiceNumber"]);
    expect(files.tables).toEqual([]);
    expect(gaps).toEqual(["Gross must equal net plus VAT."]);
  });

  test("puts rows in the order in which the biggest come first", () => {
    const { files, gaps } = tool(
      "Reads a CSV of expenses with date, category and amount. Shows the five biggest expenses.",
    );
    expect(files.sort).toEqual({ field: "amount", isReversed: true });
    expect(gaps).toEqual([]);
  });

  test("is told its columns in brackets too, and adds up each that is named", () => {
    const { files, columns, gaps } = tool(
      "Merge the payroll CSV files (employee number, name, hours, gross pay). Emit total hours and gross pay per employee.",
    );
    expect(columns).toEqual(["employeeNumber", "name", "hours", "grossPay"]);
    expect(files.tables).toMatchObject([
      {
        groupBy: [{ field: "employeeNumber" }],
        measures: [{ field: "hours" }, { field: "grossPay" }, { fn: "count" }],
      },
    ]);
    expect(gaps).toEqual([]);
  });

  test("takes the lines of a server's log apart in no way that it claims", () =>
    expect(tool("A CLI that reads nginx access logs. Output as JSON.").gaps).toEqual(["Reads nginx access logs."]));

  test("leaves out what has no value", () =>
    expect(tool("Reads a CSV with start, end and person. Skip entries without an end.").files.keeps).toEqual([
      { field: "end", op: "isSet" },
    ]));
});

test("a site has its address wherever the number stands, and its classes in the timetable that was asked for", () => {
  const { contract, requirements } = read(
    "A website with a home page, class timetable and contact page. Classes: Vinyasa Monday 18:00, Yin Wednesday at 7:30 pm. Address: Lindenstrasse 4, 8001 Zürich, phone +41 44 123 45 67.",
  );
  if (contract.kind !== "static-site") throw new Error(contract.kind);
  const { pages, collections, facts } = contract.site;
  expect(pages.map(({ name }) => name)).toEqual(["index", "class-timetable", "contact"]);
  expect(collections.map(({ entries }) => entries.map(({ title, values }) => [title, values]))).toEqual([
    [
      ["Vinyasa", { day: "Monday", time: "18:00" }],
      ["Yin", { day: "Wednesday", time: "19:30" }],
    ],
  ]);
  expect(facts).toMatchObject({ address: "Lindenstrasse 4, 8001 Zürich", phone: "+41 44 123 45 67" });
  expect(requirements.filter(({ gap }) => gap)).toEqual([]);
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

const siteOf = (objectives: string, given: Partial<ReturnType<typeof brief>> = {}) => {
  const analysis = Analysis.parse(analyse({ ...brief(objectives), ...given }));
  if (analysis.contract.kind !== "static-site") throw new Error(analysis.contract.kind);
  const gaps = analysis.requirements.filter(({ gap }) => gap !== undefined).map(({ text }) => text);
  return { ...analysis.contract.site, title: analysis.contract.title, gaps };
};
const bakery = "A website for our bakery with a page about us, a menu and a contact page.";

test.each([
  [
    "Guests can ask for a table: name, date, time and number of people.",
    ["Name", "Email", "Date", "Time", "Number of people"],
  ],
  ["We need a contact form for volunteers.", ["Name", "Email", "Message"]],
  ["There should be an enquiry form with name, phone and message.", ["Name", "Phone", "Message"]],
  ["Visitors can send us a message.", ["Name", "Email", "Message"]],
])("a site has a form for what its visitors write, and no page for each of its fields: %s", (more, labels) => {
  const { forms, pages, gaps } = siteOf(`${bakery} ${more}`);
  expect(forms?.map(({ fields }) => fields.map(({ label }) => label))).toEqual([labels]);
  expect(pages.map(({ name }) => name)).toEqual(["index", "about-us", "menu", "contact"]);
  expect(pages.at(-1)?.shows).toEqual(["contact", `form:${forms?.[0]?.name}`]);
  expect(gaps).toEqual([]);
});

test.each(["Customers order bread with a form.", "A form to subscribe to the newsletter.", "An order form."])(
  "what somebody has to keep is no message: %s",
  (more) => {
    const { forms, gaps } = siteOf(`${bakery} ${more}`);
    expect(forms).toBeUndefined();
    expect(gaps).toHaveLength(1);
  },
);

test("what a page has is no page of its own", () => {
  const { pages, collections, facts } = siteOf(
    "A website for our festival. The site needs: the programme per day and stage with times, a page for each artist with photo and a short text. The contact page shows address, phone and fax. If a page does not exist, show a friendly not found page.",
  );
  expect(pages.map(({ name }) => name)).toEqual(["index", "programme", "artists", "contact"]);
  expect(collections.map(({ name, hasPages, fields }) => [name, hasPages, fields.map((field) => field.name)])).toEqual([
    ["programme", false, ["date", "place", "stage", "time"]],
    ["artists", true, ["role", "image"]],
  ]);
  expect(facts).toEqual({ address: "", phone: "", email: "", fax: "" });
});

test("what is named in brackets are entries, with what they cost or with pages of their own", () => {
  const { collections } = siteOf(
    "A website with practice areas (employment law, tenancy law, each with its own page), ticket prices (day ticket 25 euros, children under 12 free), a team (name, photo and role) and a menu: starters, pasta, with prices and allergens.",
  );
  const told = collections.map(({ name, hasPages, entries, areExamples, fields }) => [
    name,
    hasPages,
    areExamples
      ? fields.map((field) => field.name)
      : entries.map(({ title, values }) => [title, ...Object.values(values)]),
  ]);
  expect(told.slice(0, 3)).toEqual([
    ["practice-areas", true, [["Employment law"], ["Tenancy law"]]],
    [
      "ticket-prices",
      false,
      [
        ["Day ticket", "25.00"],
        ["Children under 12", "free"],
      ],
    ],
    ["team", false, ["role", "image"]],
  ]);
});

test("a list of its own, a start page with parts of others, and what 'they' have are read where they belong", () => {
  const { pages, collections, gaps } = siteOf(
    "A website with a start page with a welcome text and six selected projects, timetable (Monday 18:00 Hatha, Wednesday 19:30 Yin), teachers with photo, prices: single class 18 euros, monthly pass 95 euros. Projects: each one has a title, a client and a year. A page with questions and answers. Events with date, place and registration deadline. Meta tags for sharing.",
  );
  expect(pages[0]?.shows).toEqual(["projects:6"]);
  expect(collections.map(({ name }) => name).sort()).toEqual([
    "events",
    "prices",
    "projects",
    "questions-and-answers",
    "teachers",
    "timetable",
  ]);
  const named = (wanted: string) => collections.find(({ name }) => name === wanted);
  expect(named("prices")?.entries.map(({ title, values }) => [title, values.price])).toEqual([
    ["Single class", "18.00"],
    ["Monthly pass", "95.00"],
  ]);
  expect(named("timetable")?.entries.map(({ title, values }) => [title, values.day, values.time])).toEqual([
    ["Hatha", "Monday", "18:00"],
    ["Yin", "Wednesday", "19:30"],
  ]);
  expect(named("timetable")?.fields.map(({ name }) => name)).toEqual(["day", "time"]);
  expect(named("projects")?.fields.map(({ name }) => name)).toEqual(["year", "image", "client"]);
  expect(named("events")?.fields.map(({ name }) => name)).toEqual(["date", "place", "registrationDeadline"]);
  expect(gaps).toEqual([]);
});

test("what stands behind a bracket begins something new, and one sentence may ask for a form and languages", () => {
  const { pages, collections, forms, gaps } = siteOf(
    "The practice wants a website with home, team (dentists with photo, degree and languages), treatments (prophylaxis, implants, each with its own page), emergency information, directions, a contact form and FAQ. In English only.",
  );
  expect(pages.map(({ name }) => name)).toEqual([
    "index",
    "team",
    "treatments",
    "emergency-information",
    "find-us",
    "contact",
    "faq",
  ]);
  expect(collections.find(({ name }) => name === "treatments")?.entries.map(({ title }) => title)).toEqual([
    "Prophylaxis",
    "Implants",
  ]);
  expect(forms).toHaveLength(1);
  expect(gaps).toEqual([]);
});

test("recipes have tags and pages of their own, and no blog comes of it", () => {
  const { pages, collections } = siteOf(
    "A static site with recipes. Every recipe has a title, a photo and tags like vegan or dessert. A search, one page per recipe.",
  );
  expect(pages.map(({ name }) => name)).toEqual(["index", "recipes"]);
  expect(collections).toMatchObject([{ name: "recipes", hasPages: true, hasTags: true }]);
});

test("how posts stand on the page is no value of theirs", () => {
  const { collections, hasFeed, gaps } = siteOf(
    "I need a static blog: posts with a title, date and tags, newest first, ten per page, an archive by year and an RSS feed.",
  );
  expect(collections.map(({ fields }) => fields.map(({ name }) => name))).toEqual([["date"]]);
  expect(hasFeed).toBe(true);
  expect(gaps).toEqual(["Ten per page.", "An archive by year."]);
});

test("a site is called by whose it is, and not by what is wanted", () => {
  const description = "La Lanterna, Italian restaurant in Graz.";
  expect(siteOf(bakery, { name: "Website for our restaurant", description }).title).toBe("La Lanterna");
  expect(siteOf(bakery, { name: "Website of Crumb & Co", description: "A bakery." }).title).toBe("Crumb & Co");
  expect(siteOf(bakery, { name: "La Lanterna", description: "Nico, the owner." }).title).toBe("La Lanterna");
});

test("the home page shows the hours that it is to show, and no picture that nobody gave", () => {
  const { pages, gaps } = siteOf(
    "A website. Home page with a big picture and our opening hours (Tue-Sat 11:30-14:30, Sunday closed). A menu.",
  );
  expect(pages[0]?.shows).toEqual(["hours"]);
  expect(gaps).toEqual(["Home page: a big picture."]);
});

test("the languages that a site can't speak are one gap, and what only sets the scene is none", () =>
  expect(
    siteOf(`${bakery} The site should be in German and English.`, { description: "Bread and cake in Graz" }).gaps,
  ).toEqual(["The site should be in German and English."]));

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
