import { describe, expect, test } from "vitest";
import { outlineOf } from "./corpus/outline.ts";
import { analyse } from "./index.ts";

const read = (objectives: string) => {
  const result = analyse({ name: "Software", description: "Software.", objectives });
  if ("code" in result) throw new Error(`${result.code}: ${result.message}`);
  return result;
};

describe("what is told in other words is read as what it says", () => {
  test.each([
    [
      "Plots have a number. Inspections of plots: date, inspector, condition good / fair / bad.",
      /Inspection \/inspections\n {2}inspector! text, plot! >Plot, date! date, condition! good\/fair\/bad/,
    ],
    ["Falls must be reported with place, time and injury.", /Fall \/falls\n {2}place! text, time! time, injury! text/],
    [
      "Every administration of a drug is recorded by the carer with date and time.",
      /Administration \/administrations\n.*dateTime! dateTime/,
    ],
    ["Medication plans list the drug, the dose and the remarks.", /MedicationPlan [\s\S]*drug! text, dose! decimal/],
    [
      "Visits have a date. At each visit the technician records products, the amount in litres and notes.",
      /Visit \/visits\n.*technician[\s\S]*amount/,
    ],
    [
      "A shipment consists of one or more packages, each with a length and a width.",
      /Package \/packages\n.*shipment! >Shipment, length! decimal, width! decimal/,
    ],
    ["Our choir has about 60 singers. Singers have a voice.", /Singer \/singers/],
    ["A report has a week, a list of tasks and the hours.", /Report \/reports\n {2}week! text, hours! decimal/],
    ["A room has a name and one or two beds.", /Room \/rooms\n {2}name! text(?!.*oneOrTwo)/],
    [
      "Bookings have a date. A booking assigns an interpreter to a hearing. Hearings have a date.",
      /Booking \/bookings\n.*interpreter[\s\S]*hearing! >Hearing/,
    ],
    ["A hive has a number and a strength between one and ten.", /strength! integer 1\.\.10/],
    ["A check covers tyres, lights and brakes, each ok or defect.", /tyres! ok\/defect, lights! ok\/defect/],
    [
      "Lawyers have a name. A time entry has a date, a lawyer and hours. Report hours by lawyer and month.",
      /report .*: count, sum hours of TimeEntry by lawyer and month of date/,
    ],
    ["Invoices have an amount and are paid. Show unpaid invoices, biggest amount first.", /by amount downwards/],
    ["Jobs have a title and hours. Jobs without hours can't be finished.", /~ hours when status = finished/],
    [
      "Requests have a title. Requests are open, in progress, on hold, then done or cancelled.",
      /cancel: open\/in progress\/on hold > cancelled/,
    ],
    [
      "Shipments have a price. Shipments move from booked to in transit to delivered. A shipment can be cancelled while it is booked.",
      /cancel: booked > cancelled/,
    ],
    ["Residents live in rooms. Rooms have a number.", /Resident \/residents\n.*room >Room/],
  ])("%s", (objectives, expected) => expect(outlineOf(read(objectives))).toMatch(expected));
});

describe("a reading that slipped is a gap", () => {
  const orders = "Orders have a number and a date. ";
  const vets = "Vets have a name. Pets have a name and a breed. ";
  test.each([
    [`${vets}After the treatment the vet writes the diagnosis.`, /diagnosis/],
    ["Carers have a name. Carers write care notes every shift.", /care notes/],
    [`${orders}The foreman galvanises orders.`, /foreman/],
    [`${orders}Quotes have an amount. An accepted quote becomes a treaty.`, /becomes/],
    ["Examiners have a name. The examiner enters the number of minor faults and serious faults.", /faults/],
    [
      "Pieces have a title and a duration. A concert has pieces. The total duration of a concert must not exceed 120.",
      /exceed/,
    ],
    ["Customers have a name. Customers with an account are invoiced monthly.", /monthly/],
    ["Trainers have a name. Reports have a title. Trainers see the reports of their apprentices.", /their apprentices/],
    [
      "Rooms have a name. A stay has a room, an arrival date and a duration in hours. Two stays in the same room may not overlap.",
      /overlap/,
    ],
    ["Guests book pitches. Two bookings of a pitch may not overlap. A booking has a date.", /overlap/],
    ["Matters have a lawyer and hours. Report hours by lawyer and month.", /by lawyer/],
    ["Customers have a name. Sites belong to customers. List sites not visited for 90 days.", /not visited/],
    ["Courses have a title. Courses with fewer than six participants are cancelled.", /fewer/],
    ["Vans have a plate. Vans with an open defect should not be used.", /should not/],
    ["Seeds have a name. A curator approves seeds. When approved, seeds are deducted.", /deducted/],
    ["Repairs have a fault. Repairs have a warranty of 6 months after finish.", /warranty/],
    ["Cameras (make, model), owners, repairs. Repairs have a fault.", /owners/],
    ["Concerts have a date and a title. No concerts on Sundays.", /Sundays/],
    ["Students have a name. Students under 16 need the name of a guardian.", /under 16/],
    ["Growers deliver crates of apples or pears.", /apples or pears/],
    ["Tours have a fee and a paid flag. Show who has not paid.", /who has not paid/],
    ["Owners have a name. Dogs have a name and an owner. Owners sign up their dog for a course.", /sign up/],
    ["Lots have a weight and a number. Weights below 12.5 mean the lot is refused.", /12.5/],
  ])("%s", (objectives, words) => {
    const found = read(objectives).requirements.filter(({ text }) => words.test(text));
    expect(found.length).toBeGreaterThan(0);
    for (const { text, gap, targets } of found) {
      expect(gap, text).toBeDefined();
      expect(targets).toEqual([]);
    }
  });

  test.each([
    ["Examiners conduct tests. Tests have a date.", /conduct/],
    ["Members book rooms for a date, from a start time to an end time. No double bookings.", /double/],
    ["Members have a name and a phone. Members without a phone are listed.", /without/],
    ["Jobs have a fare. Assign a job to a driver. The dispatcher sees jobs not yet assigned.", /not yet/],
    ["Burials have a plot number. No two burials may share a plot number.", /share/],
    ["A recipe has ingredients with an amount in grams.", /recipe/],
    ["As a carer I want to record the attendance of children every day.", /attendance/],
    ["A loan records worker, tool, date out and due date.", /loan/],
  ])("and what is true stays: %s", (objectives, words) => {
    const { gap } = read(objectives).requirements.find(({ text }) => words.test(text)) ?? {};
    expect(gap).toBeUndefined();
  });
});

test("nothing is claimed that nothing meets", () => {
  for (const { gap, targets, kind } of read(
    "Sites have a name and a street. List sites not seen for 90 days. We grout tiles.",
  ).requirements)
    expect(gap !== undefined || targets.length > 0 || kind === "quality").toBe(true);
});
