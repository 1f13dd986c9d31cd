import type { Brief } from "../../../artefacts.ts";

/** Briefs that are only looked at to measure; the reading is not tuned on them. */
export const measuring: readonly Brief[] = [
  {
    name: "Course registrations",
    description: "Our training institute works with two programs that don't talk to each other.",
    objectives: `New registrations from the course portal must be copied to the learning platform every 20 minutes. Each registration has a registration number, a participant name, an email address, a course code and a start date. Registrations with status waiting list are skipped. The participant name must be split into first name and last name. Never register somebody twice.`,
  },
  {
    name: "Supplier prices",
    description: "Purchasing keeps retyping prices.",
    objectives: `Import prices from the supplier portal into our ERP every night at 1:00. A price has an article number, a net price and a currency. Find articles by article number. Prices above 10000 are ignored. If the currency is empty, use EUR. The supplier portal only allows 5 requests per second. Failed prices are retried 3 times and then shown on a page.`,
  },
  {
    name: "Patients to billing",
    description: "Dentists keep patients in the practice software.",
    objectives: `When a treatment is completed in the practice software, create an invoice in the billing system with the patient number, treatment code, amount and treatment date. The amount is in euros in the practice software and in cents in the billing system. A treatment must never be invoiced twice. Treatments without a patient number are left out. Alert us when an invoice is refused.`,
  },
  {
    name: "Volunteers",
    description: "Sync between Airtable and Brevo.",
    objectives: `Keep volunteers in Airtable in sync with Brevo. Volunteers have a full name, an email, a phone number and a city. Only active volunteers are synced. Identify volunteers by email. City is called town in Brevo. Phone numbers contain only digits. Run once a day at 5 am. Statistics per city would be nice.`,
  },
  {
    name: "Meter readings",
    description: "A small energy cooperative.",
    objectives: `Every 10 minutes the meter platform sends readings to the energy administration. A reading has a meter number, a reading date and a value. Readings older than 2 weeks are not sent. Nothing may get lost when the energy administration is down. Both APIs use an API key.`,
  },
  {
    name: "Work orders",
    description: "Planning and field service use different systems.",
    objectives: `Synchronise work orders between the planning system and the field service app in both directions, every 5 minutes. A work order has a number, a title, a description, an address and a due date. Match work orders by number. The planning system wins if both were changed. Status planned becomes scheduled and finished becomes done.`,
  },
];
