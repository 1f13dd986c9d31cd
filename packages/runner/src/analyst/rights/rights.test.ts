import { describe, expect, test } from "vitest";
import { outlineOf } from "../corpus/outline.ts";
import { analyse } from "../index.ts";

const records =
  "Customers have a name and an e-mail. Technicians have a name and a phone number. A visit has a customer, a technician, a date and hours. Orders have a title, a customer and a total. Orders are approved or rejected. ";

function read(objectives: string) {
  const result = analyse({ name: "Software", description: "Software.", objectives });
  if ("code" in result) throw new Error(`${result.code}: ${result.message}`);
  return result;
}

/** What the sentence became: the rights of the records, and whether it is met. */
function rightsOf(sentence: string, kept = records) {
  const result = read(kept + sentence);
  const lines = outlineOf(result).split("\n");
  const [entity] = lines;
  const told: Record<string, string[]> = {};
  let name = entity ?? "";
  for (const line of lines) {
    if (/^[A-Z]\w+ \//.test(line)) name = line.split(" ")[0] ?? "";
    if (line.startsWith("  @ ")) told[name] = [...(told[name] ?? []), line.slice(4)];
  }
  const own = result.requirements.filter(({ source }) => source.quote !== "" && sentence.startsWith(source.quote));
  return { told, own, result };
}

describe("what a brief says of rights is held", () => {
  test.each<[sentence: string, rights: Record<string, string[]>]>([
    ["Only managers may delete orders.", { Order: ["delete by manager"] }],
    [
      "Only the head technician can edit or delete visits.",
      { Visit: ["change by head-technician", "delete by head-technician"] },
    ],
    ["Nobody but managers may delete orders.", { Order: ["delete by manager"] }],
    ["Nobody can delete orders except the owner.", { Order: ["delete by owner"] }],
    ["Managers alone may delete orders.", { Order: ["delete by manager"] }],
    ["Orders may only be deleted by a manager.", { Order: ["delete by manager"] }],
    ["Deleting orders is reserved for managers.", { Order: ["delete by manager"] }],
    ["Orders are only visible to managers.", { Order: ["see by manager"] }],
    ["Only managers have access to orders.", { Order: ["see by manager"] }],
    [
      "Only administrators manage customers.",
      {
        Customer: ["create by administrator", "change by administrator", "delete by administrator"],
      },
    ],
    ["Clerks may not delete orders.", { Order: ["delete by administrator"] }],
    ["Clerks cannot see the visits.", { Visit: ["see by administrator"] }],
    [
      "Clerks are not allowed to edit visits or orders.",
      {
        Visit: ["change by administrator"],
        Order: ["change by administrator"],
      },
    ],
    [
      "Clerks have read-only access to orders.",
      {
        Order: ["create by administrator", "change by administrator", "delete by administrator"],
      },
    ],
    ["Clerks cannot delete orders, nor can students.", { Order: ["delete by administrator"] }],
    [
      "Clerks create and edit orders, managers also delete them.",
      {
        Order: ["create by clerk/manager", "change by clerk/manager", "delete by manager"],
      },
    ],
    ["Clerks can create orders but only managers can delete them.", { Order: ["delete by manager"] }],
    ["Volunteers can add visits but not delete them.", { Visit: ["delete by administrator"] }],
    ["Clerks can see orders but not edit them.", { Order: ["change by administrator"] }],
    ["Technicians see only their own visits.", { Visit: ["see own by technician.account: technician"] }],
    [
      "Technicians can only see their own visits and nobody else's.",
      { Visit: ["see own by technician.account: technician"] },
    ],
    ["Technicians only see the visits assigned to them.", { Visit: ["see own by technician.account: technician"] }],
    ["Technicians cannot see other technicians' visits.", { Visit: ["see own by technician.account: technician"] }],
    ["Technicians may not see the visits of others.", { Visit: ["see own by technician.account: technician"] }],
    ["As a technician I want to see only my own visits.", { Visit: ["see own by technician.account: technician"] }],
    ["Clerks can only edit their own orders.", { Order: ["change/delete own by enteredBy: clerk"] }],
    ["Customers see their own orders.", { Order: ["see own by customer.account: customer"] }],
    ["Only the person who created a visit may change it.", { Visit: ["change/delete own by enteredBy: member"] }],
  ])("%s", (sentence, expected) => {
    const { told, own } = rightsOf(sentence);
    expect(told).toEqual(expected);
    expect(own.find(({ gap }) => gap !== undefined)?.gap).toBeUndefined();
    const targets = own.flatMap(({ targets: all }) => all);
    for (const [name, lines] of Object.entries(expected))
      for (const line of lines)
        expect(targets.some((each) => each === `${name}@${line.includes(" own ") ? "own" : line.split(" ")[0]}`)).toBe(
          true,
        );
  });

  test("who can only add visits writes nothing else, and sees what others see", () => {
    const { told } = rightsOf("Volunteers can only add visits.");
    expect(told.Visit).toEqual(["change by administrator", "delete by administrator"]);
    expect(told.Order).toEqual(["create by administrator", "change by administrator", "delete by administrator"]);
    expect(told.Order?.some((line) => line.startsWith("see"))).toBe(false);
  });

  test.each([
    "Viewers may only read.",
    "Viewers have read-only access.",
    "Viewers are read-only.",
    "Viewers can see everything but change nothing.",
    "Viewers can view but not change anything.",
  ])("%s", (sentence) => {
    const { told } = rightsOf(sentence);
    expect(Object.keys(told)).toEqual(["Customer", "Technician", "Visit", "Order"]);
    for (const lines of Object.values(told))
      expect(lines).toEqual(["create by administrator", "change by administrator", "delete by administrator"]);
  });

  test("“anything” is every record, and a sentence about one goes before it", () => {
    const { told } = rightsOf("Only managers may delete anything. Only clerks may delete orders.");
    expect(told.Visit).toEqual(["delete by manager"]);
    expect(told.Order).toEqual(["delete by clerk"]);
    const { result } = rightsOf("Only managers may delete anything. Only clerks may delete orders.");
    expect(result.requirements.filter(({ kind, gap }) => kind === "role" && gap !== undefined)).toEqual([]);
  });

  test("what records point at is seen by whoever sees nothing else", () => {
    const { told } = rightsOf("Guests can only see visits.");
    expect(told.Order?.[0]).toBe("see by administrator");
    expect([told.Visit, told.Customer, told.Technician].flat().some((line) => line?.startsWith("see"))).toBe(false);
  });

  test("a verb that moves a record is held to the role by its move", () => {
    const { own, result } = rightsOf("Only managers may approve or delete orders.");
    expect(own.flatMap(({ targets }) => targets)).toEqual(["Order!approve", "Order@delete"]);
    const order = result.contract.entities.find(({ name }) => name === "Order");
    expect(order?.state?.moves.find(({ action }) => action === "approve")?.roles).toEqual(["manager"]);
  });

  test("people of whom nothing is kept are accounts", () => {
    const { told, result } = rightsOf(
      "Members book rooms. Members see only their own bookings.",
      "A room has a name. A booking has a room and a date. ",
    );
    expect(told.Booking).toEqual(["see own by member: member"]);
    expect(result.contract.entities.map(({ name }) => name)).not.toContain("Member");
  });

  test("a name in words becomes an account where it says whose a record is", () => {
    const { told, result } = rightsOf("Hosts see only their own shows.", "A show has a title and a host. ");
    expect(told.Show).toEqual(["see own by host: host"]);
    expect(result.contract.entities[0]?.fields.find(({ name }) => name === "host")).toMatchObject({
      type: "reference",
      target: "User",
    });
  });

  test("whoever signs up sees least, and is none of the few who may", () => {
    const { result } = rightsOf("Clerks create and edit orders, managers also delete them. Viewers may only read.");
    expect(result.contract.access?.defaultRole).toBe("viewer");
    expect(rightsOf("Only managers may delete orders.").result.contract.access?.defaultRole).toBe("member");
    const claims =
      "Employees see only their own orders. Accountants have read-only access to visits. Only accountants may delete orders.";
    expect(rightsOf(claims).result.contract.access?.defaultRole).toBe("employee");
    const auditors = "Auditors have read-only access. Technicians see only their own visits.";
    expect(rightsOf(auditors).result.contract.access?.defaultRole).toBe("technician");
  });

  test("office staff that sees everything is kept from nothing", () => {
    const { own } = rightsOf("Office staff sees everything. Technicians see only their own visits.");
    expect(own.map(({ gap }) => gap)).toEqual([undefined]);
    expect(own.flatMap(({ targets }) => targets)).toEqual(["Visit@own"]);
  });
});

describe("what is not understood of rights stays a gap, and nothing is held for it", () => {
  test.each([
    "Only managers may delete orders above 500.",
    "Clerks may only edit open orders.",
    "Receptionists cannot see totals.",
    "Only the accountant may see the margin.",
    "Managers can only delete orders when they are closed.",
    "Only approved orders may be deleted.",
    "An order may not change customers.",
    "Technicians can only change the hours.",
    "Trainers see the visits of their apprentices.",
    "Team leaders see only the visits of their team.",
    "Technicians may not see visits of other regions.",
    "Technicians cannot see other customers' orders.",
    "Only two technicians may edit a visit.",
    "Orders can only be edited before they are approved.",
    "Clerks cannot enter an order without a total.",
    "A technician cannot enter two visits on one day.",
    "Only managers can see the report of hours.",
    "Only authorised users can delete orders.",
    "Only managers and above may delete orders.",
    "Parents see only their own children's visits.",
    "Each technician can only see visits in his region.",
    "Customers can only see their own visits on the website.",
    "Only the owner of an order can change it.",
  ])("%s", (sentence) => {
    const { told, own } = rightsOf(sentence);
    expect(told).toEqual({});
    expect(own.length).toBeGreaterThan(0);
    expect(own.some(({ gap }) => gap !== undefined)).toBe(true);
    expect(own.filter(({ gap }) => gap === undefined).flatMap(({ targets }) => targets)).toEqual([]);
  });

  test("nobody is let in because everybody was kept out", () => {
    const { told, own } = rightsOf("Accountants may only see orders. Only accountants may delete orders.");
    expect(told.Order).toContain("delete by accountant");
    expect(own.map(({ gap }) => gap === undefined)).toEqual([false]);
  });

  test("two sentences that speak against each other are not both met", () => {
    const { own } = rightsOf("Clerks see everything. Only managers see orders. Technicians see only their own visits.");
    expect(own[0]?.gap).toContain("says otherwise");
  });

  test("nobody signs in for the sake of a sentence that could not be read", () => {
    expect(rightsOf("Technicians cannot see prices.").result.contract.access).toBeUndefined();
  });

  test("a tool that people type knows no rights", () => {
    const result = read(
      "A tool for our warehouse: `add`, `list`, `find` items with quantity and location kept in a file. Only managers may delete items.",
    );
    expect(result.contract.kind).toBe("command-line");
    expect(result.requirements.filter(({ text }) => /managers/.test(text)).every(({ gap }) => gap !== undefined)).toBe(
      true,
    );
  });
});
