import { describe, expect, test } from "vitest";
import { analyse } from "../index.ts";

const requirement = (objectives: string, words: RegExp) => {
  const result = analyse({ name: "Software", description: "Software.", objectives });
  if ("code" in result) throw new Error(`${result.code}: ${result.message}`);
  const found = result.requirements.find(({ text }) => words.test(text));
  if (!found) throw new Error(`No requirement says ${words}`);
  return found;
};
const kept = "Members have a name and an email. Bookings have a member, a price and a date. ";

describe("files for spreadsheets", () => {
  test.each([
    ["Export bookings as CSV.", ["Booking#export"]],
    ["The office can export the list of members to Excel.", ["Member#export"]],
    ["Download the bookings of a month as a spreadsheet.", ["Booking#export"]],
    ["CSV export of bookings for a given year.", ["Booking#export"]],
    ["Import members from a spreadsheet.", ["Member#import"]],
    ["We need to import our old members from CSV.", ["Member#import"]],
    ["Export members and bookings as CSV.", ["Member#export", "Booking#export"]],
    ["All data can be exported as CSV.", ["Member#export", "Booking#export"]],
  ])("%s", (words, targets) => {
    const { gap, kind, targets: met } = requirement(kept + words, /csv|excel|spreadsheet/i);
    expect({ gap, kind, met: [...met].sort() }).toEqual({
      gap: undefined,
      kind: "import-export",
      met: [...targets].sort(),
    });
  });

  test.each([
    "Export bookings to our accounting software.",
    "Export invoices as PDF.",
    "Export the totals per member to Excel.",
    "Export all bookings automatically every night as CSV.",
  ])("is a gap: %s", (words) => {
    expect(requirement(kept + words, /export|upload/i).gap).toBeDefined();
  });
});
