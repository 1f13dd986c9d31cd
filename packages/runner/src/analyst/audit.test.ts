import { describe, expect, test } from "vitest";
import { outlineOf } from "./corpus/outline.ts";
import { analyse } from "./index.ts";

const read = (objectives: string) => {
  const result = analyse({ name: "Software", description: "Software.", objectives });
  if ("code" in result) throw new Error(`${result.code}: ${result.message}`);
  return result;
};
const requirement = (objectives: string, words: RegExp) => {
  const found = read(objectives).requirements.find(({ text }) => words.test(text));
  if (!found) throw new Error(`No requirement says ${words}`);
  return found;
};

describe("what nothing answers is a gap that names it", () => {
  const children = "Children have a first name and belong to a group. Groups have a name. ";
  const donations = "A donation has a donor, an amount and a date. ";
  const inspections = "Extinguishers have a serial number. Inspections: extinguisher, date, inspector, passed yes/no. ";
  test.each([
    [`${children}List which children are present.`, /present/, "“present”"],
    [`${donations}List the largest donations.`, /largest/, "“largest”"],
    [`${inspections}Count of failed inspections per inspector.`, /failed/, "“failed”"],
    ["Jobs have a title and a deadline. Late jobs at the top of the home page.", /top of/, "“top”"],
    [
      "Rehearsals have a date and a member. Members have a name. Show how many rehearsals each member missed.",
      /missed/,
      "“missed”",
    ],
    [
      "Samples have a barcode. Clinics have a name. Samples are collected at night from clinics by couriers in vans.",
      /couriers/,
      "“",
    ],
    ["Parents have a name. Parents give consent for their children.", /consent/, "“children”"],
    ["Cars have a purchase price, a sale price and a salesperson. Profit per salesperson.", /Profit/, "“profit”"],
    [
      "Readings have a systolic and a diastolic value. Systolic must be between 60 and 260, diastolic between 30 and 160.",
      /Systolic must/,
      "“30”",
    ],
  ])("%s", (objectives, words, quoted) => {
    const { gap, priority, targets } = requirement(objectives, words);
    expect(gap).toMatch(/^The records are kept, (?:but|and)/);
    expect(gap).toContain(quoted);
    expect(priority).toBe("should");
    expect(targets).toEqual([]);
  });

  test.each([
    ["Customers hire bikes, each with a return date, and the shop sees what is overdue.", /overdue/],
    ["Sales have a date, a price and a shop. Shops have a name. Show the revenue per shop.", /revenue/],
    [
      "Players have a name and a rating. Teams have a name. A player belongs to a team. Search players by team or name.",
      /Search/,
    ],
    [
      "Orders have a number and a status: new, delivered, paid. List orders that are delivered but not paid.",
      /but not/,
    ],
    ["Rooms have a name. Guests have a name. Bookings: room, guest, date. Show today's bookings by room.", /today/],
    ["Patients have a name. Book appointments for patients with a doctor, a date and a reason.", /Book/],
    ["A facilities team keeps track of keys. Keep keys with a number.", /team/],
  ])("and what is answered stays met: %s", (objectives, words) => {
    expect(requirement(objectives, words).gap).toBeUndefined();
  });
});

test.each([
  ["A family dental practice needs to keep patients, treatments and invoices.", ["Patient", "Treatment", "Invoice"]],
  ["Our small charity would like to manage its volunteers and shifts.", ["Volunteer", "Shift"]],
  ["The local history museum wants to record objects and loans.", ["Object", "Loan"]],
])("who wants something is not what is kept: %s", (objectives, names) => {
  const { contract, requirements } = read(objectives);
  expect("entities" in contract && contract.entities.map(({ name }) => name)).toEqual(names);
  expect(requirements.filter(({ gap }) => gap)).toEqual([]);
});

test("what somebody cannot is no value that everybody must fill in", () => {
  const { contract } = read("Members have a name and borrow tools; members whose fee has expired cannot borrow.");
  const member = contract.entities.find(({ name }) => name === "Member");
  expect(member?.fields.map(({ name }) => name)).not.toContain("expiredCannotBorrow");
});

describe("numbers and days are values, whatever is counted or done on them", () => {
  test.each([
    [
      "Children have a name. Each group has a name and a maximum number of children.",
      /Group \/groups\n {2}name! text, maximumChildren! integer 0\.\./,
    ],
    [
      "Ferries have a name and a capacity of passengers and cars.",
      /Ferry \/ferries\n {2}name! text, capacityOfPassengers! integer 0\.\., capacityOfCars! integer 0\.\.$/,
    ],
    ["A lesson has a date, a duration in hours and max participants (at most 10).", /maxParticipants! integer 0\.\.10/],
    [
      "Customers order skips for a delivery date and a collection date. Collection date can't be earlier than delivery date.",
      /deliveryDate! date, collectionDate! date\n {2}~ deliveryDate <= collectionDate/,
    ],
    [
      "A booking has a number of seats and a price. A booking of more than 20 seats needs approval.",
      /to-approve: numberOfSeats > 20/,
    ],
    [
      "Departures have a date and a status: scheduled, boarding, departed, cancelled. Only scheduled departures can be cancelled.",
      /! cancel: scheduled > cancelled$/,
    ],
    [
      "Keep machines with a name. Inspections have a machine and a date. Show what is due in the next 10 days. Show inspections due in the next 60 days.",
      /\? due: .*today\+10\n {2}\? due-within-60-days: .*today\+60/,
    ],
    ["Moves have a title and the number of boxes and remarks.", /numberOfBoxes! integer 0\.\., remarks longText/],
  ])("%s", (objectives, expected) => expect(outlineOf(read(objectives))).toMatch(expected));

  test("a report never groups records by themselves, and nobody's age is money", () => {
    const machines = outlineOf(read("Machines have a name and an hourly cost. Average cost per machine."));
    expect(machines).not.toMatch(/parentMachine|^report/m);
    const guests = read("Guests have a name. Guests under 18 must stay with an adult.");
    expect(guests.contract.entities.flatMap(({ rules }) => rules)).toEqual([]);
    expect(guests.requirements.find(({ text }) => /under 18/.test(text))?.gap).toBeDefined();
  });
});
