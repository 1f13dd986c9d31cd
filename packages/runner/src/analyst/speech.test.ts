import { describe, expect, test } from "vitest";
import { blocksOf } from "./layout.ts";
import { plainly, saysNothing, storyIn, withoutQuestions } from "./speech.ts";

describe("a brief as its author talks", () => {
  test.each([
    ["Hi there, could we please list overdue loans, thanks", "could we list overdue loans"],
    ["So basically we're four artists", "we are four artists"],
    ["I'd like to see who owes money", "Show who owes money"],
    ["Clients - name, phone, allergies", "Clients: name, phone, allergies"],
    ["The total of the charges shall be shown for each order", "Show the total of the charges for each order"],
    ["Also how much each artist made per month", "Show the revenue per artist per month"],
    ["Bookings go requested -> paid -> done (or no show)", "Bookings go from requested → paid → done or no show"],
    ["We feed twice a day: note for each horse the hay and the feed", "each horse has the hay and the feed"],
    [
      "Rooms are booked for a date, from a start time to an end time",
      "Rooms are booked for a date from a start time to an end time",
    ],
    ["A repair: date, fault, technician", "repair: date, fault, technician"],
    ["Accessions come in from collectors", "Accessions belong to collectors"],
    ["Members reserve a tool for a date range", "Members reserve a tool from a start date to an end date"],
    ["Each sample shall undergo one or more tests", "Each sample must have one or more tests"],
    ["Show how much each driver took this week", "Show the revenue per driver and week"],
    ["Keep a record of each visit with date and cost", "record visit with date and cost"],
    ["Each order shall be assigned to exactly one clerk", "Each order belongs to one clerk"],
    ["A zone: A, B or C", "A zone (A, B, C)"],
    [
      "A ticket has a priority of low, medium or high and a due date",
      "A ticket has a priority (low, medium, high) and a due date",
    ],
    ["Owners pay a livery of either full, part or DIY", "Owners pay a livery (full, part, DIY)"],
    ["A request is either approved or rejected", "A request is either approved or rejected"],
    ["Requests are filed, approved or rejected", "Requests are filed, approved or rejected"],
  ])("%s", (said, plain) => expect(plainly(said)).toBe(plain));

  test.each([
    [
      "As the farm manager I want to register fields with a name, so that I know them",
      "",
      "Register fields with a name",
    ],
    ["As a clerk, I would like to see unpaid fees", "", "Show unpaid fees"],
    ["As a member I want to borrow toys", "", "members borrow toys"],
    ["As a judge I want to record scores", "judges have a name", "judges record scores"],
    ["As a clerk I want to record fees", "clerks sign in", "clerks record fees"],
    ["Keep toys", "", "Keep toys"],
  ])("%s", (story, spoken, plain) => expect(storyIn(story, spoken)).toBe(plain));

  test.each([
    ["I would like a simple program", true],
    ["Could you build us a tool for our volunteer-run radio station", true],
    ["The software should be easy to use", true],
    ["Thanks in advance", true],
    ["I would like a program to track my horses", false],
    ["A tool for our club with members and courts", false],
    ["We need an overview", false],
  ])("%s says nothing: %s", (text, nothing) => expect(saysNothing(text)).toBe(nothing));

  test("questions that the author answers are told, and those that nobody answers are asked for", () => {
    expect(
      withoutQuestions([
        "Who decides?",
        "A clerk approves permits.",
        "What does a permit contain?",
        "The zone and the price.",
        "Can we get a count of permits per zone?",
      ]),
    ).toEqual([
      "A clerk approves permits.",
      "Each permit has the zone and the price.",
      "Show a count of permits per zone.",
    ]);
    expect(withoutQuestions(["Keep plots.", "Which plots are free?"])).toEqual([
      "Keep plots.",
      "Show which plots are free.",
    ]);
  });
});

describe("how a brief is laid out", () => {
  test.each([
    ["1. Charges\n1.1 Each order has charges.\n1.2 Show the total.", ["Each order has charges.", "Show the total."]],
    ["## Patients\n- first name, last name, date of birth", ["patient: first name, last name, date of birth"]],
    ["## Orders\n- can be cancelled\n- Sales per clerk", ["Each order can be cancelled", "Sales per clerk"]],
    ["Reports\n- Sales per clerk", ["Sales per clerk"]],
    ["FR-1: Keep orders.\nFR-2: Keep customers.", ["Keep orders.", "Keep customers."]],
    [
      "Staff must be able to:\n- Add orders and their lines to a table\n- Close them when they are paid",
      [
        "Staff must be able to add orders and their lines to a table",
        "Staff must be able to close them when they are paid",
      ],
    ],
    ["Customer:\n- name\n- e-mail", ["customer: name, e-mail"]],
    ["families, their pupils", ["families, their pupils"]],
  ])("%s", (written, blocks) => expect(blocksOf(written)).toEqual(blocks));
});
