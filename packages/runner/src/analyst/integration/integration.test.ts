import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Analysis } from "../../artefacts.ts";
import { compose } from "../../composer/index.ts";
import { building as records } from "../corpus/building.ts";
import { written } from "../corpus/written.ts";
import { analyse } from "../index.ts";
import { kindOf } from "../kinds.ts";
import { sentencesOf } from "../text.ts";
import { building } from "./corpus/building.ts";
import { measuring } from "./corpus/measuring.ts";
import { outlineOf } from "./corpus/outline.ts";

const read = (objectives: string) => {
  const result = analyse({ name: "Sync", description: "Two programs that should agree.", objectives });
  if ("code" in result) throw new Error(result.message);
  if (result.contract.kind !== "integration") throw new Error(`Read as ${result.contract.kind}`);
  return { ...result.contract, requirements: result.requirements };
};

describe("every brief of the corpus", () => {
  const all = [...building, ...measuring];

  test("no two are the same", () => expect(new Set(all.map(({ objectives }) => objectives)).size).toBe(all.length));

  // The outlines were compared with the briefs by eye. What changes is to be looked at again before it is kept.
  test("they are read as the outline says", async () => {
    const outlines = all.map((brief) => `# ${brief.name}\n${outlineOf(analyse(brief))}\n`).join("\n");
    await expect(outlines).toMatchFileSnapshot(join(import.meta.dirname, "corpus/outlines.txt"));
  });

  test.each(all)("$name is read into something sound, and every requirement that is met has tests", (brief) => {
    const result = analyse(brief);
    if ("code" in result) throw new Error(result.message);
    expect(Analysis.parse(result)).toEqual(result);
    expect(analyse(structuredClone(brief))).toEqual(result);
    const { files, evidence } = compose(brief, result);
    expect([...compose(structuredClone(brief), structuredClone(result)).files]).toEqual([...files]);
    const met = result.requirements.filter(({ gap }) => gap === undefined);
    expect(evidence.map(({ requirementId }) => requirementId)).toEqual(met.map(({ id }) => id));
    for (const { requirementId, tests } of evidence) expect(tests.length, requirementId).toBeGreaterThan(0);
  });
});

test("a brief about records of one's own is no integration, whatever it exports", () => {
  const own = [...records, ...written("building")].map(([name, objectives]) => ({
    name,
    description: name,
    objectives,
  }));
  for (const brief of own) expect(kindOf(brief, sentencesOf(brief).sentences), brief.name).toBe("web-app");
});

describe("what moves", () => {
  test.each([
    ["Copy customers from the CRM to the ERP every hour.", "crm", "erp", "customers"],
    ["Every new order is sent from Shopify to the warehouse system.", "shopify", "warehouse", "orders"],
    ["Our ERP sends prices to the web shop.", "erp", "web-shop", "prices"],
    ["Keep the mailing list in sync with the CRM contacts.", "crm", "mailing-list", "contacts"],
    ["When a deal is won in Pipedrive, create a project in Asana.", "pipedrive", "asana", "deals"],
    [
      "Each evening at 23:15 the day's sales are transferred from the till to the bookkeeping software.",
      "till",
      "bookkeeping",
      "sales",
    ],
  ])("%s", (objectives, from, to, name) =>
    expect(read(objectives).flows[0]).toMatchObject({ from, to, source: { key: name } }),
  );

  test("what comes back goes the other way", () =>
    expect(
      read("Every new order is sent from Shopify to the warehouse system. Stock levels come back every 15 minutes.")
        .flows[1],
    ).toMatchObject({
      name: "stock-levels",
      from: "warehouse",
      to: "shopify",
      schedule: { kind: "every", seconds: 900 },
    }));
});

const base =
  "Copy contacts from the CRM to the mailing list. A contact has a full name, an email, a status, a country and an amount.";
const flowOf = (more: string) => read(`${base} ${more}`).flows[0];

test.each([
  ["Skip unsubscribed ones.", { op: "isTrue", field: "unsubscribed" }],
  ["Only active contacts are sent.", { op: "isNotTrue", field: "active" }],
  ["Leave out contacts without an email.", { op: "isEmpty", field: "email" }],
  ["Contacts with status lost are skipped.", { op: "isOneOf", field: "status", values: ["lost"] }],
  ["Contacts whose country is not NL are left out.", { op: "isNoneOf", field: "country", values: ["nl"] }],
  ["Ignore contacts with an amount below 10.", { op: "below", field: "amount", value: 10 }],
  ["Skip contacts tagged internal.", { op: "has", field: "tags", values: ["internal"] }],
])("stays behind: %s", (more, when) => expect(flowOf(more)?.skip.map((rule) => rule.when)).toEqual([when]));

test.each([
  ["Map full name to first and last name.", "lastName", { kind: "lastName", from: "fullName" }],
  ["The country is called region in the mailing list.", "region", { kind: "copy", from: "country" }],
  ["If the country is missing, use NL.", "country", { kind: "copy", from: "country", otherwise: "NL" }],
  ["The source is always crm.", "source", { kind: "constant", value: "crm" }],
  ["Convert the amount from cents to euros.", "amount", { kind: "fromCents", from: "amount" }],
  ["The country has to be the two letter code.", "country", { kind: "countryCode", from: "country" }],
  ["The balance = amount minus fee.", "balance", { kind: "difference", from: ["amount", "fee"] }],
  ["The login is given name and family name together.", "login", { kind: "joined", from: ["givenName", "familyName"] }],
  ["The due date is 2 weeks after the start date.", "dueDate", { kind: "daysAfter", from: "startDate", days: 14 }],
  ["VAT is 19 percent.", "vat", { kind: "constant", value: "19" }],
  [
    "Status won becomes customer and open becomes lead.",
    "status",
    {
      kind: "translated",
      from: "status",
      table: [
        ["won", "customer"],
        ["open", "lead"],
      ],
    },
  ],
])("arrives in another form: %s", (more, to, making) =>
  expect(flowOf(more)?.mapping.find((mapped) => mapped.to === to)?.making).toEqual(making),
);

const cancelled = { op: "isOneOf", field: "status", values: ["cancelled"] };

test.each([
  ["Deleted contacts are removed from the mailing list.", undefined, "remove"],
  [
    "When a contact is deleted in the CRM, archive it in the mailing list.",
    undefined,
    { field: "archived", value: true },
  ],
  ["Contacts deleted in the CRM are unsubscribed in the mailing list, not deleted.", undefined, { value: false }],
  ["Deletions are carried over.", undefined, "remove"],
  ["If a contact is cancelled in the CRM, cancel it in the mailing list too.", cancelled, { value: "cancelled" }],
  [
    "If the contact's status is lost, the account is deactivated.",
    { values: ["lost"] },
    { field: "active", value: false },
  ],
])("is over at the other side too: %s", (more, when, effect) => {
  const [end, ...others] = flowOf(more)?.ends ?? [];
  expect(others).toEqual([]);
  if (when) expect(end?.when).toMatchObject(when);
  else expect(end).not.toHaveProperty("when");
  if (typeof effect === "string") expect(end?.effect).toBe(effect);
  else expect(end?.effect).toMatchObject(effect);
});

test("what is over at the target of a flow that goes one way changes nothing at the source", () =>
  expect(flowOf("Contacts deleted in the mailing list are removed from the CRM.")?.ends).toBeUndefined());

test("either of two states will do", () =>
  expect(flowOf("Only won and open contacts are sent.")?.skip.map(({ when }) => when)).toEqual([
    { op: "isNoneOf", field: "status", values: ["won", "open"] },
  ]));

test("the later words for a state take the place of the first", () =>
  expect(
    read("Copy finished jobs from the CRM to the ERP. Jobs with status done only.").flows[0]?.skip.map(
      ({ when }) => when,
    ),
  ).toEqual([{ op: "isNoneOf", field: "status", values: ["done"] }]));

test.each([
  [
    "I want a little service that takes the paid orders from Shopsy and creates them in Stockpile as shipments.",
    "shopsy",
    "stockpile",
    "shipments",
  ],
  [
    "Every finished job from our scheduling system (JobPlan) becomes a draft invoice in our accounting system (Ledgerly).",
    "jobplan",
    "ledgerly",
    "invoices",
  ],
  [
    "The service reads staff members from PeopleHub (OAuth 2, paged) and writes them to the company directory's REST API.",
    "peoplehub",
    "company-directory",
    "staff-members",
  ],
  [
    "Sales lives in a CRM called Lumen, the newsletter in a tool named Postbird. Keep the contacts the same in both.",
    "lumen",
    "postbird",
    "contacts",
  ],
])("programs have the names that a brief gives them: %s", (objectives, from, to, key) => {
  const { flows, requirements } = read(objectives);
  expect(flows[0]).toMatchObject({ from, to, target: { key } });
  expect(requirements.filter(({ gap, text }) => gap && !/paged/.test(text))).toEqual([]);
});

test.each([
  [
    "As the head of support I want tickets that are tagged bug in our help desk Deskly to be created as issues in the developers' tracker Trackwise.",
    ["deskly", "trackwise"],
  ],
  [
    "The members database (REST API with OAuth 2) is the source of truth. New members are pushed to MailHive every night. It goes to the mailing list.",
    ["members", "mailhive"],
  ],
])("who is asked by whom for what is read all the same: %s", (objectives, [from, to]) =>
  expect(read(objectives).flows[0]).toMatchObject({ from, to }),
);

test.each([
  ["Only contacts changed since the last run should be requested.", "service:paging"],
  ["Show on a page what was transferred and what went wrong.", "service:status"],
  ["The CRM sends a webhook for each contact; verify its signature.", "service:signature"],
])("is asked of the service as a whole: %s", (more, target) =>
  expect(
    read(`${base} ${more}`).requirements.flatMap(({ targets, source }) => (source.part === "implied" ? [] : targets)),
  ).toContain(target),
);

test.each([
  [
    "Donations made on our donation page (GiveNow) should show up in our accounting program (Finlo).",
    "givenow",
    "finlo",
    "donations",
  ],
  [
    "Every Sunday at 23:00 the approved shifts of the week should be fetched from ShiftPal and posted to the payroll system Lohnix.",
    "shiftpal",
    "lohnix",
    "shifts",
  ],
  ["Companies from PipeWell should exist in TicketBee.", "pipewell", "ticketbee", "companies"],
])("moves, as it is said on the way: %s", (objectives, from, to, key) =>
  expect(read(objectives).flows).toMatchObject([{ from, to, source: { key } }]),
);

test("the time between two times is no difference of numbers", () => {
  const { requirements } = read(
    "Copy shifts from the CRM to the ERP. Per shift: date, start time, end time. Hours = end minus start.",
  );
  expect(requirements.filter(({ gap }) => gap).map(({ text }) => text)).toEqual(["Hours = end minus start."]);
});

test("what is the source of truth for another that is only told makes no way back", () => {
  const { flows } = read("Copy members from the CRM to the mailing list. The CRM is the source of truth.");
  expect(flows.map(({ name, back }) => [name, back])).toEqual([["members", undefined]]);
});

test("how old people are is in no record, so a limit to it is a gap", () => {
  const { flows, requirements } = read(
    "Copy members from the CRM to the mailing list. Members under 18 are not transferred.",
  );
  expect(flows[0]?.skip).toEqual([]);
  expect(requirements.filter(({ gap }) => gap).map(({ text }) => text)).toEqual([
    "Members under 18 are not transferred.",
  ]);
});

test("what is said of both programs by their kinds and their names is said of one", () => {
  const { systems } = read(
    "Orders go from our shop (Shopsy) to Stockpile. The shop uses an API key. Shopsy allows 5 requests per second.",
  );
  expect(systems).toMatchObject([
    { name: "shopsy", auth: "api-key", maxPerSecond: 5 },
    { name: "stockpile", auth: "oauth2" },
  ]);
});

test("the lines within a record are said to stay behind", () =>
  expect(
    read(`${base} Every order line becomes a line with SKU and quantity.`).requirements.find(({ text }) =>
      text.startsWith("Every order line"),
    )?.gap,
  ).toMatch(/lines within it are not carried over/));

test("each value arrives under the name that it is mapped to", () => {
  const flow = flowOf("Map full name to display name, email to login and amount to balance.");
  expect(flow?.mapping.filter(({ making }) => making.kind === "copy").map(({ to }) => to)).toEqual(
    expect.arrayContaining(["displayName", "login", "balance"]),
  );
  expect(flow?.mapping.some(({ making }) => making.kind === "translated")).toBe(false);
});

test("a sentence of nothing but values tells what is sent", () => {
  const { flows, requirements } = read(
    "Copy contacts from the CRM to the mailing list. Email, first name, last name and language. Contacts without an email are skipped and listed in the log.",
  );
  expect(flows[0]?.values.map(({ name }) => name)).toEqual(["email", "firstName", "lastName", "language"]);
  expect(flows[0]?.skip.map(({ when }) => when)).toEqual([{ op: "isEmpty", field: "email" }]);
  expect(requirements.filter(({ gap }) => gap)).toEqual([]);
});

test("both conditions hold for what may go", () =>
  expect(flowOf("Only contacts with an amount above 10 and with status won.")?.skip.map(({ when }) => when)).toEqual([
    { op: "atMost", field: "amount", value: 10 },
    { op: "isNoneOf", field: "status", values: ["won"] },
  ]));

test("what it becomes there is said with where it comes from", () =>
  expect(
    read("Read paid orders from the web shop's REST API and create sales orders in the ERP.").flows[0],
  ).toMatchObject({
    from: "web-shop",
    to: "erp",
    source: { key: "orders" },
    target: { key: "sales-orders" },
  }));

test("who tells by webhook is where it comes from, and what is forwarded are its values", () =>
  expect(
    read(
      "System A pushes a webhook whenever the stock of an article changes. Forward article number and quantity to system B.",
    ).flows,
  ).toMatchObject([
    {
      from: "system-a",
      to: "system-b",
      source: { key: "stock" },
      webhook: true,
      values: [{ name: "articleNumber" }, { name: "quantity" }],
    },
  ]));

test.each([
  ["Run hourly.", { kind: "every", seconds: 3600 }],
  ["Run every 20 minutes.", { kind: "every", seconds: 1200 }],
  ["Run every night at 2:30.", { kind: "at", at: "02:30" }],
  ["Run every Monday at 7 am.", { kind: "at", at: "07:00", weekday: 1 }],
])("runs: %s", (more, schedule) => expect(flowOf(more)?.schedule).toEqual(schedule));

test("what it can't do is a gap with its reason, and stops nothing", () => {
  const { requirements } = read(`${base} Draw a chart of contacts per country. Email me when something fails.`);
  const gaps = requirements.filter(({ gap }) => gap !== undefined);
  expect(gaps.map(({ text, priority }) => [text, priority])).toEqual([
    ["Draw a chart of contacts per country.", "should"],
    ["Email me when something fails.", "should"],
  ]);
});

test("what of a sentence nothing answers is named", () => {
  const { requirements } = read("Copy contacts from the CRM to the mailing list during thunderstorms.");
  expect(requirements.find(({ text }) => /thunderstorms/.test(text) && /the part/.test(text))?.gap).toMatch(
    /thunderstorms/,
  );
});

test.each([
  [
    "Bookings made on our website have to get into the channel manager at once.",
    "website",
    "channel-manager",
    "bookings",
  ],
  ["New members in the parish database appear in Mailchimp within an hour.", "parish", "mailchimp", "members"],
  [
    "The service polls Toggl every 30 minutes for time entries of the last week. It creates invoice lines in Moneybird with the hours and the description.",
    "toggl",
    "moneybird",
    "time-entries",
  ],
])("moves, in other words: %s", (objectives, from, to, key) => {
  const { flows, requirements } = read(objectives);
  expect(flows).toMatchObject([{ from, to, source: { key } }]);
  expect(requirements.filter(({ gap }) => gap)).toEqual([]);
});

test("what is read from one goes to each that it is pushed to", () => {
  const { flows, requirements } = read(
    "Pull stock levels from the WMS once per hour and push them to Shopify and to our B2B portal.",
  );
  expect(flows.map(({ from, to }) => [from, to])).toEqual([
    ["wms", "shopify"],
    ["wms", "b2b"],
  ]);
  expect(requirements.filter(({ gap }) => gap)).toEqual([]);
});

test("two programs and no word of what moves is asked about, and not kept as records", () =>
  expect(
    analyse({
      name: "Link",
      description: "Integration.",
      objectives: "Salesforce and Xero must be integrated by their APIs.",
    }),
  ).toMatchObject({ code: "brief.no_flow" }));

describe("where all goes is told once, by a title or a sentence", () => {
  const flows = (brief: { name: string; description: string; objectives: string }) => {
    const result = analyse(brief);
    if ("code" in result || result.contract.kind !== "integration") throw new Error("Read as something else");
    return result.contract.flows.map(({ name, from, to }) => `${name}: ${from} > ${to}`);
  };

  test.each([
    [
      "QuickBooks Online to Odoo migration",
      "A data migration application",
      "The system must authenticate to QuickBooks via OAuth2, fetch all customers, vendors and invoices using paging, map them to Odoo models, and create or update them in Odoo without duplicates.",
      ["customers: quickbooks > odoo", "vendors: quickbooks > odoo", "invoices: quickbooks > odoo"],
    ],
    [
      "Migration",
      "Build a migration tool that moves data from Sage to Odoo",
      "- Extract customers and products from Sage\n- Transform the data to the Odoo format\n- Load the data into Odoo",
      ["customers: sage > odoo", "products: sage > odoo"],
    ],
    [
      "Shopify to NetSuite connector",
      "Order integration",
      "Import paid Shopify orders into NetSuite. Retry on errors.",
      ["orders: shopify > netsuite"],
    ],
  ])("%s", (name, description, objectives, told) => expect(flows({ name, description, objectives })).toEqual(told));

  test("two names and nothing that moves is no way", () =>
    expect(
      kindOf(
        { name: "Xero to Odoo", description: "Notes.", objectives: "Keep notes with a title and a text." },
        sentencesOf({ name: "Xero to Odoo", description: "Notes.", objectives: "Keep notes with a title and a text." })
          .sentences,
      ),
    ).toBe("web-app"));
});
