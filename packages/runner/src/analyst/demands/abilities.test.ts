import { describe, expect, test } from "vitest";
import { outlineOf } from "../corpus/outline.ts";
import { analyse } from "../index.ts";

const read = (objectives: string) => {
  const result = analyse({ name: "Software", description: "Software.", objectives });
  if ("code" in result) throw new Error(`${result.code}: ${result.message}`);
  return outlineOf(result);
};

const hives =
  "Hives have a number and a condition (active, weak, dead). Harvests have a hive, a date and a weight in kg. ";
const treatments = "Treatments have a hive, a product, a start date and an end date. ";
const bikes =
  "Bikes have a name and a status (available, in repair). Customers have a name. Each rental has a bike, a customer and a date. ";
const invoices = "Invoices have a customer, a number and an amount. Invoices go from open to paid. ";

describe("what stands against a new record", () => {
  test.each([
    [
      `${hives}${treatments}While a treatment is running no harvest may be recorded for that hive.`,
      "none for hive with a Treatment over date",
    ],
    [`${hives}${treatments}No harvest during a treatment.`, "none for hive with a Treatment over date"],
    [`${hives}Dead hives cannot be harvested.`, "none for hive while condition = dead"],
    [`${hives}No harvest may be recorded for a dead hive.`, "none for hive while condition = dead"],
    [`${bikes}Bikes that are in repair cannot be rented.`, "none for bike while status = in repair"],
    [`${bikes}A bike cannot be rented while it is in repair.`, "none for bike while status = in repair"],
    [
      `${bikes}${invoices}Customers with open invoices may not rent.`,
      "none for customer with a Invoice while status = open",
    ],
    [
      `${bikes}${invoices}As long as a customer has open invoices, no new rental can be made.`,
      "none for customer with a Invoice while status = open",
    ],
  ])("%s", (words, rule) => {
    const outline = read(words);
    expect(outline).toContain(`~ ${rule}`);
    expect(outline).not.toMatch(/^gap/m);
  });

  test.each([
    // Nothing tells when a repair is over, who may rent, or what is used.
    `${bikes}No rental while the bike is being cleaned.`,
    `${bikes}Customers with unpaid deposits may not rent.`,
    `${hives}Repairs have a hive and a cost. Dead hives cannot be used.`,
  ])("is a gap where it cannot be told: %s", (words) => {
    const outline = read(words);
    expect(outline).not.toContain("~ none");
    expect(outline).toMatch(/^gap/m);
  });
});

describe("the order of a list", () => {
  const jobs =
    "Jobs have a title, a date, an urgency (low, normal, critical) and whether they are paid. Jobs belong to a customer. Customers have a name. ";
  test.each([
    [`${jobs}Critical jobs must come first in the list.`, "urgency critical first"],
    [`${jobs}Show unpaid jobs first.`, "paid false first"],
    [`${jobs}Jobs newest first.`, "by date downwards"],
    [`${jobs}Sort jobs by date, latest first.`, "by date downwards"],
    [`${jobs}Jobs should be sorted by title.`, "by title"],
    [`${jobs}Could the list of jobs be sorted by customer?`, "by customer"],
    [`${jobs}List all jobs by customer and by urgency.`, "by customer\n  by urgency"],
  ])("%s", (words, order) => {
    const outline = read(words);
    expect(outline).toContain(`  ${order}`);
    expect(outline).not.toMatch(/^gap/m);
  });

  test("is nobody's when a part of a sentence that was not understood asks for it", () => {
    expect(read(`${jobs}Jobs that nobody liked, oldest first.`)).not.toMatch(/^ {2}by /m);
  });
});

describe("figures and limits worked out of days and marks", () => {
  const lifts = "Lifts have a serial number and a last service date. Inspections have a lift and a date. ";
  const loans = "Members have a name and a date of birth. Loans have a member, a start date and a due date. ";
  const marks = "Exams have a title, a written mark and an oral mark. ";
  test.each([
    [`${lifts}Inspections are due every 12 months after the last one.`, "lastInspection + 12 months"],
    [`${lifts}Every lift must be inspected every two years.`, "lastInspection + 2 years"],
    [
      `${lifts}The service is due every 6 weeks; remind us 7 days before.`,
      "service-due-within-7-days: nextServiceDue ≤ today+7",
    ],
    [`${loans}A member must be at least 16 years old.`, "never age < 16"],
    [`${loans}A loan may last at most 3 weeks.`, "never days > 21"],
    [`${loans}No loan may be longer than 30 days.`, "never days > 30"],
    [`${marks}The overall mark is the average of the written and the oral mark.`, "average of writtenMark, oralMark"],
    [`${marks}The final mark is the average of both marks.`, "average of writtenMark, oralMark"],
    [
      "Shifts have a date, a driver and a fireman. Drivers have a name. Firemen have a name. Number of shifts by driver and month.",
      "by driver and month of date",
    ],
    [
      "Sales have a date, an amount and a region (north, south) and a channel (shop, web). Total amount per region and channel.",
      "of Sale by region and channel",
    ],
  ])("%s", (words, built) => {
    const outline = read(words);
    expect(outline).toContain(built);
    expect(outline).not.toMatch(/^gap/m);
  });
});

describe("what came in, what went out, and whom a record belongs to two steps away", () => {
  const food =
    "Categories have a name. Donations have a category, a date and a weight in kg. Handouts have a category, a date and a weight in kg. ";
  const shop =
    "Products have a name. Deliveries have a product, a date and a quantity. Sales have a product, a date and a quantity. ";
  test.each([
    [
      `${food}The stock of a category is what was donated minus what was handed out.`,
      "= stock (weightDonated + -1 weightHandedOut)",
    ],
    [
      `${food}The stock of a category is what was donated minus what was handed out. The stock must never go below zero.`,
      "~ never stock < 0",
    ],
    [`${shop}Stock per product = delivered minus sold; it must never be negative.`, "~ never stock < 0"],
    [`${shop}Stock per product = delivered minus sold. Show products with stock below 5.`, "? stock-below: stock < 5"],
    [
      "Sites have a name. Hives have a number and belong to a site. Harvests have a hive, a date and a weight in kg. Total weight per site.",
      "of Harvest by hive.site",
    ],
    [
      "Courses have a title. Bookings have a course, a guest name and the number of people. No more than 12 people per course.",
      "~ never totalNumberOfPeople > 12",
    ],
    [
      "Permits have a number and a date. Permits go from applied to issued or refused. A refusal requires a reason.",
      "~ reason when status = refused",
    ],
    [
      "Orders have a number. Orders go from open to packed to collected. An order may not be collected before it is packed.",
      "! collect: packed > collected",
    ],
    [
      "Permits have a number and a student. Students have a name. Search permits by number and student name.",
      "student! >Student",
    ],
    ["Bags have a tag number which is unique.", "tagNumber!^ text"],
    [
      "Graves have a section, a row and a number. The combination of section, row and number is unique.",
      "~ one per section+row+number",
    ],
    [
      "Graves have a number and a type (single, double). Burials have a grave and a date. Number of burials per type of grave and year.",
      "by grave.type and year of date",
    ],
    [
      "Ringers have a name and a licence expiry date. Captures have a ringer and a date. Ringers with an expired licence may not record captures.",
      "~ none for ringer while licenceExpiryDate < today",
    ],
    [
      "Choirs have a name and a number of singers. Choirs must have between 12 and 80 singers.",
      "numberOfSingers! integer 12..80",
    ],
    [
      "Visits have a date and a duration in minutes. Visits last between 15 and 240 minutes.",
      "duration! integer 15..240",
    ],
    [
      "Visits have a date. Visits go from planned to done to invoiced. A visit can only be invoiced when it is done.",
      "! invoice: done > invoiced",
    ],
    [
      "Doors have a type and a warranty end date. Doors whose warranty ends within 60 days should be listed, earliest first.",
      "≤ today+60, by warrantyEndDate",
    ],
    [
      "Tests have a method, a result and a status of ordered, running, validated. A result is required when a test is validated.",
      "~ result when status = validated",
    ],
    [
      "Berths have a number. Boats have a name. Stays: boat, berth, arrival, departure. Two boats cannot be in one berth at the same time.",
      "~ one per berth overlapping arrival..departure",
    ],
    ["Kids have a name and allergies. Show who has allergies.", "? with-allergies: allergies is set"],
    [
      "Tastings have a date. Bookings have a tasting and the number of people. A booking is for at least 2 and at most 12 people.",
      "numberOfPeople! integer 2..12",
    ],
    ["Members have a name. Loans have a member and a date. Show members with no loan.", "? no-loans: loans = 0"],
    [
      "Drivers have a name and a licence valid until. Rides have a driver and a date. A driver whose licence has expired cannot be assigned.",
      "~ none for driver while licenceValidUntil < today",
    ],
    [
      "Items have a name. Reservations have an item, a start date and an end date. A reservation lasts 7 days at most.",
      "~ never days > 7",
    ],
    [
      "Repairs have a title. Repairs go from received to ready to collected. A repair can only be collected when it has been paid.",
      "~ never status = collected and paid ≠ true",
    ],
    ["Guides have a name and a level (1 to 4).", "level! decimal 1..4"],
    [
      "Pupils have a written mark and an oral mark, both from 0 to 100.",
      "writtenMark! integer 0..100, oralMark! integer 0..100",
    ],
  ])("%s", (words, built) => {
    const outline = read(words);
    expect(outline).toContain(built);
    expect(outline).not.toMatch(/^gap/m);
  });
});

describe("what was taken apart at the wrong place is a gap", () => {
  test.each([
    ["Stables have a name. A stable holds one horse only.", /one horse only/],
    ["Exams have a title. Examiners have a name. Two examiners are assigned to each exam.", /Two examiners/],
    ["Permits have a number. A refusal requires a reason.", /requires a reason/],
    [
      "Patients have a name. Vehicles have a plate. A patient in a wheelchair needs a vehicle that takes wheelchairs.",
      /needs a vehicle/,
    ],
    ["Teams have a name. Bouts have a date. The winner is the team with the higher score.", /higher score/],
    [
      "Clubs have a name. Slots have a day, a start time and an end time. Bookings have a club and a slot. No two slots may overlap.",
      /overlap/,
    ],
    ["Performances have a hall. Judges have a name. Each performance is judged by three judges.", /three judges/],
    [
      "Volunteers have a name. Patients have a room. Companionships: volunteer, patient, start, end. A volunteer may accompany at most 2 patients at once.",
      /at once/,
    ],
    [
      "Rings have a number. Captures have a ring and a date. Recaptures are captures of a ring that was captured before.",
      /Recaptures/,
    ],
    ["Pianos have a brand. Keep them in tune.", /Keep them/],
    [
      "Orders have a number. Orders go from open to packed to shipped. An order cannot be shipped when it is packed.",
      /cannot be shipped/,
    ],
    [
      "Orders have a quantity and a price. Customers have a name. Each order has a customer. The net price is quantity times the unit price of the ream. Turnover per customer.",
      /Turnover/,
    ],
    ["Cameras have a make. Average time from received to ready.", /Average time/],
    [
      "Tours have a name and a price. Guides have a name. Each tour has a guide. Turnover per guide and number of tours per year.",
      /Turnover/,
    ],
  ])("%s", (words, gap) => {
    expect(
      read(words)
        .split("\n")
        .filter((line) => line.startsWith("gap"))
        .join("\n"),
    ).toMatch(gap);
  });
});
