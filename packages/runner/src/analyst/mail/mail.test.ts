import { describe, expect, it } from "vitest";
import type { Analysis } from "../../artefacts.ts";
import { compose } from "../../composer/index.ts";
import { analyse } from "../index.ts";

const records = `Members have a name and an e-mail. A class has a title, a date and a start time. Classes are planned, held or cancelled.
A booking has a member and a class. Bookings are requested, confirmed or cancelled.
Customers have a name, an e-mail and a phone number. A repair has a customer, a technician, a description, an urgency (normal, urgent) and a due date.
Technicians have a name. Repairs are open, in progress or finished.
A membership belongs to a member and has a start date, an end date and a price.`;

function read(sentence: string, more = ""): Analysis {
  const analysis = analyse({
    name: "Town",
    description: "Things of a town.",
    objectives: `${records} ${more} ${sentence}`,
  });
  if (!("contract" in analysis)) throw new Error(analysis.message);
  return analysis;
}

/** What is told of which record: when, and to whom. */
function told(analysis: Analysis): string[] {
  return analysis.contract.entities.flatMap((entity) =>
    (entity.notifications ?? []).map(({ when, to, only }) => {
      const occasion =
        when.kind === "made"
          ? "made"
          : when.kind === "day"
            ? `${when.field} ${when.plus}`
            : `${when.field}=${when.to?.join("/") ?? "*"}`;
      const who = to.map((each) =>
        each.kind === "office"
          ? "office"
          : each.kind === "roles"
            ? each.roles.join("/")
            : each.kind === "each"
              ? `${each.of}.${each.field}`
              : each.field,
      );
      const which = only.map(
        ({ field, op, to: value }) => `${field} ${op} ${value && "literal" in value ? value.literal : ""}`,
      );
      return `${entity.name} ${occasion} -> ${who.join(", ")}${which.length > 0 ? ` if ${which.join(", ")}` : ""}`;
    }),
  );
}

const signIn = "Users sign in. Roles: manager, clerk.";

describe("what a brief says of e-mail", () => {
  it.each([
    ["Members get a confirmation e-mail when their booking is confirmed.", "Booking status=confirmed -> member.email"],
    [
      "When a booking is confirmed, send the member a confirmation by email.",
      "Booking status=confirmed -> member.email",
    ],
    ["When a booking is confirmed the member receives an e-mail.", "Booking status=confirmed -> member.email"],
    [
      "An email is sent to the member when a booking is confirmed or cancelled.",
      "Booking status=confirmed/cancelled -> member.email",
    ],
    ["Send a confirmation email to the member after each booking.", "Booking made -> member.email"],
    ["The customer is notified when the repair is finished.", "Repair status=finished -> customer.email"],
    ["Send an email when a repair is finished.", "Repair status=finished -> customer.email"],
    ["Customers are informed by mail when the status of their repair changes.", "Repair status=* -> customer.email"],
    [
      "As a customer I want to be notified by e-mail when my repair is finished.",
      "Repair status=finished -> customer.email",
    ],
    ["Technicians are e-mailed when a repair is assigned to them.", "Repair technician=* -> technician.email"],
    ["Participants are notified by email when a class is cancelled.", "Class status=cancelled -> Booking.member.email"],
    ["Alert the manager by email when an urgent repair is reported.", "Repair made -> office if urgency eq urgent"],
    ["The shop gets an email for every new repair.", "Repair made -> office"],
    ["E-mail the technician when the urgency of a repair is urgent.", "Repair urgency=urgent -> technician.email"],
    ["Let the customer know by e-mail when the repair is finished.", "Repair status=finished -> customer.email"],
    ["Notify me by e-mail when a repair is reported.", "Repair made -> office"],
    ["Remind members 7 days before their membership ends.", "Membership endDate -7 -> member.email"],
    ["7 days before the membership ends, the member is reminded by email.", "Membership endDate -7 -> member.email"],
    [
      "Send members a reminder email two weeks before the end date of the membership.",
      "Membership endDate -14 -> member.email",
    ],
    [
      "Remind members by e-mail the day before the class.",
      "Booking class.date -1 -> member.email if status ne cancelled",
    ],
    ["Send the customer an e-mail if a repair is overdue.", "Repair dueDate 1 -> customer.email if status ne finished"],
    [
      "If a repair is not finished, email the technician three days after the due date.",
      "Repair dueDate 3 -> technician.email if status ne finished",
    ],
  ])("%s", (sentence, expected) => {
    const analysis = read(sentence);
    expect(told(analysis)).toEqual([expected]);
    const mine = analysis.requirements.filter(({ kind }) => kind === "notification");
    expect(mine.map(({ gap }) => gap)).toEqual([undefined]);
    expect(mine[0]?.targets[0]).toMatch(/#notify-/);
  });

  it.each([
    ["Clerks enter repairs. Managers get an e-mail when a repair is finished.", "Repair status=finished -> manager"],
    [
      "The clerk and the customer are notified by e-mail when a repair is finished.",
      "Repair status=finished -> clerk, customer.email",
    ],
    ["The creator of the repair is notified by e-mail when it is finished.", "Repair status=finished -> createdBy"],
  ])("%s, where people sign in", (sentence, expected) => expect(told(read(sentence, signIn))).toEqual([expected]));

  it.each([
    ["Send an SMS when a repair is finished.", /provider/],
    ["Customers get a WhatsApp message when their repair is finished.", /provider/],
    ["Send a monthly newsletter to all members.", /Newsletters/],
    ["E-mail the customer the invoice as a PDF when the repair is finished.", /carry no files/],
    ["Owners get a letter 14 days before a visit.", /Letters/],
    ["The mayor gets an e-mail when a repair is finished.", /No e-mail address is known of “mayor”/],
    ["Customers get an e-mail when the weather is bad.", /could not tell when/],
    ["Notify customers by e-mail when an expensive repair is reported.", /could not tell when/],
    ["Customers get an e-mail with the serial number when the repair is finished.", /What the e-mail is to say/],
    ["Customers get an e-mail.", /doesn't say when/],
  ])("%s is a gap that says why", (sentence, why) => {
    const analysis = read(sentence);
    expect(told(analysis)).toEqual([]);
    expect(analysis.requirements.flatMap(({ gap }) => gap ?? []).join(" ")).toMatch(why);
  });

  it("keeps a list of what is due beside the reminder", () => {
    const { requirements } = read("Remind members 7 days before their membership ends.");
    expect(requirements.find(({ kind }) => kind === "notification")?.targets).toEqual([
      "Membership#notify-before-end-date-7-days",
      "Membership?end-date-within-7-days",
    ]);
  });

  it("gives people a place for their address where none was told", () => {
    const technician = read("Technicians are e-mailed when a repair is assigned to them.").contract.entities.find(
      ({ name }) => name === "Technician",
    );
    expect(technician?.fields.find(({ type }) => type === "email")).toMatchObject({ required: false });
  });

  it("leaves an application that tells nobody as it was", () => {
    const { files } = compose(
      { name: "Town", description: "x", objectives: "x" },
      read("Show repairs per technician."),
    );
    const paths = [...files.keys()].filter((path) => /messages|mail/.test(path));
    expect(paths).toEqual([]);
    for (const path of [
      "package.json",
      "package-lock.json",
      ".env.example",
      "README.md",
      "LICENSE-NOTICES.md",
      "src/config.ts",
    ])
      expect(files.get(path), path).not.toMatch(/nodemailer|SMTP/);
  });
});
