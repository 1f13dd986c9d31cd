import { describe, expect, test } from "vitest";
import { outlineOf } from "./corpus/outline.ts";
import { analyse } from "./index.ts";

/** What is read of a brief, a line an entity with what it holds, and what of it is a gap. */
function outline(objectives: string): string {
  const result = analyse({ name: "Software", description: "Software.", objectives });
  if ("code" in result) throw new Error(`${result.code}: ${result.message}`);
  return outlineOf(result);
}

const items = "Items have a name and a price. ";
const cases = "Clients have a name. Cases have a number, a title and a client. ";

describe("files of records", () => {
  test.each([
    ["Products have a name, a price and a photo.", /photo picture$/],
    ["Products have a name, a price and photos.", /photos pictures up to 20$/],
    ["Members have a name, an e-mail address and a photo (optional).", /photo picture$/],
    ["Brands have a name and a logo.", /logo picture$/],
    ["Applicants have a name and a CV. Applicants upload their CV.", /cv file$/],
    ["Machines have a serial number and a manual (PDF).", /manual file$/],
    ["Visits have a date, hours and before and after photos.", /beforePhotos pictures up to 20, afterPhotos pictures/],
    [`${items}Upload photos of each item.`, /photos pictures up to 20$/],
    [`${items}It should be possible to upload several pictures per item.`, /pictures pictures up to 20$/],
    [`${items}Staff add up to 10 photos to each item.`, /photos pictures up to 10$/],
    [`${items}Every item must have at least one photo.`, /photo!? pictures up to 20$/],
    [`${items}Photos can be attached to items.`, /photos pictures up to 20$/],
    [`${items}Photos of an item can be uploaded.`, /photos pictures up to 20$/],
    [`${items}Each item must have a receipt attached.`, /receipt! file$/],
    [`${items}As a clerk I want to attach documents to an item.`, /documents files up to 20$/],
    [`${items}Take a photo of the damage.`, /photoOfDamage picture$/],
    ["Tickets have a title. Users can attach files to a ticket.", /files files up to 20$/],
    [`${cases}Lawyers upload documents to a case.`, /Case[\s\S]*documents files up to 20$/],
    [`${cases}Upload the contract of each client.`, /Client \/clients\n {2}name! text, contract file/],
    [`${cases}Contracts with clients are stored as PDF.`, /Client \/clients\n {2}name! text, contracts files up to 20/],
    ["Cases have a number, a title and documents.", /documents files up to 20$/],
    ["Tenants have a name. Store a scan of the rental agreement for each tenant.", /rentalAgreement file$/],
  ])("%s", (objectives, expected) => {
    expect(outline(objectives)).toMatch(expected);
    expect(outline(objectives)).not.toMatch(/^gap/m);
  });

  test.each([
    [
      "A record that has more than the file keeps it itself.",
      "Employees have a name. Documents have a title, an expiry date and belong to an employee. Employees upload documents.",
      /Document \/documents\n.*employee! >Employee, file file$/m,
    ],
    [
      "A receipt is a file where anything is attached.",
      "Expenses have a date, an amount and a receipt. Staff attach a receipt to each expense. Expenses above 50 need a receipt.",
      /receipt file[\s\S]*~ receipt when amount > 5000/,
    ],
    ["A receipt that only has a number is none.", "Expenses have a date, an amount and a receipt.", /receipt! text/],
    [
      "What was told afterwards has the file.",
      "Clients upload receipts. A receipt has a vendor, a date and an amount.",
      /amount! money 0.., file file/,
    ],
    [
      "What has no file is listed.",
      `${items}Upload photos of each item. List items without photos.`,
      /\? .*photos is empty/,
    ],
    [
      "Where they are shown asks for no more.",
      `${items}Upload photos of each item. Photos are shown in the list. Staff can download the photos.`,
      /photos pictures up to 20$/,
    ],
    [
      "Pictures are photos.",
      `${items}Items have pictures. Upload photos of each item.`,
      /money 0\.\., pictures pictures up to 20$/,
    ],
    ["A number of photos is a number.", "Shoots have a date and a number of photos.", /numberOfPhotos! integer/],
    [
      "A scan can be an examination.",
      "Patients have a name. Scans have a patient, a date and a body part.",
      /bodyPart! text(?![\s\S]*file)/,
    ],
  ])("%s", (_, objectives, expected) => {
    expect(outline(objectives)).toMatch(expected);
    expect(outline(objectives)).not.toMatch(/^gap/m);
  });

  test.each([
    "Technicians have a name. A technician is attached to each item.",
    "Technicians have a name. Attach a technician to each item.",
    "Upload items.",
    "Scan items when they arrive.",
    "Shelves have a number. Items are stored on shelves.",
    "Every item needs a supplier.",
    "Staff add items to a cart.",
    "Include the logo on the invoice.",
    "Take pictures for the website.",
  ])("tells of no file: %s", (words) => {
    const kept = outline(items + words)
      .split("\n")
      .filter((line) => !line.startsWith("gap"));
    expect(kept.join("\n")).not.toMatch(/\b(?:file|picture)s?\b/i);
  });

  test.each([
    ["Upload a video of each item.", /Videos, sound/],
    ["Items have photos and videos.", /videos/],
    ["Read the amounts from the receipts.", /is not read by this version/],
    ["Attachments must not be larger than 5 MB.", /MAX_UPLOAD_MB/],
    ["Only PDF files are allowed.", /fewer kinds/],
    ["Receipts can be uploaded. Brands have a name.", /It is not said which records/],
  ])("is a gap: %s", (words, why) => {
    expect(outline(`${items}Shops have a name. ${words}`)).toMatch(new RegExp(`^gap .*${why.source}`, "m"));
  });
});
