import type { Brief } from "../../../artefacts.ts";

/** Briefs that were at hand while the reading was built. */
export const building: readonly Brief[] = [
  {
    name: "Shop and warehouse",
    description: "We sell garden tools online.",
    objectives:
      "Keep our Shopify orders in step with our warehouse system: every new order is sent to the warehouse, stock levels come back every 15 minutes, failed orders are retried and reported.",
  },
  {
    name: "Mailing list sync",
    description: "Marketing needs the mailing list to be right.",
    objectives:
      "Sync contacts from the CRM to the mailing list; skip unsubscribed ones; map full name to first and last name; run hourly.",
  },
  {
    name: "Payments to accounting",
    description: "Finance types payments into accounting by hand.",
    objectives: "When an invoice is paid in the billing system, post the payment to accounting; never twice.",
  },
  {
    name: "HR to payroll",
    description: "Every month people are missing in payroll because nobody told them.",
    objectives: `Every night at 2:30 copy new and changed employees from the HR system to the payroll system.
- An employee has an employee number, a first name, a last name, a date of birth, an e-mail address, a department and a monthly salary.
- Match employees by employee number.
- First name and last name are joined into full name.
- Skip employees whose contract type is contractor.
- The salary is in euros in the HR system and in cents in payroll.
- If payroll refuses an employee, keep the reason and show it on a page.
- Try failed employees again up to 5 times.`,
  },
  {
    name: "Support bugs",
    description: "The helpdesk and the developers work in different tools.",
    objectives: `As soon as a ticket tagged bug is created in Zendesk, create an issue in Jira with the subject, the description and the priority.
Priority urgent becomes critical and normal becomes medium.
Each issue gets the label support.
A ticket must never lead to two issues.
Zendesk allows 10 requests per second.`,
  },
  {
    name: "One address book",
    description: "Sales works in HubSpot, the office in Outlook.",
    objectives: `Keep contacts in HubSpot and in the office directory the same in both directions. A contact has a name, an email address, a phone number and a company. They are matched by email address. If both sides changed, the latest change wins. Run every 10 minutes.`,
  },
  {
    name: "Catalogue feed",
    description: "Products are kept in the ERP and sold in the web shop.",
    objectives: `Push products from the ERP to the web shop every 30 minutes. Each product has an SKU, a title, a description, a price, a weight and an active flag.
Only active products are sent. Products without a price stay out.
SKUs are written in capital letters. Prices are stored in cents in the ERP but as euros in the shop.
The title is called name in the shop. The currency is always EUR.
Products are found by SKU. The ERP uses an API key and the shop uses OAuth 2.`,
  },
  {
    name: "Door codes",
    description: "Guests should get in without a key.",
    objectives: `Send confirmed bookings from the booking system to the door lock platform in real time by webhook, with the booking number, guest name, arrival date, departure date and room.
Check the signature of every webhook.
Ignore bookings with no room.
Cancelled bookings are removed from the door lock platform.
Email me when a booking could not be sent.`,
  },
  {
    name: "Membership to newsletter",
    description: "Our club manager keeps members in one program and writes newsletters with another.",
    objectives: `Every hour, take over new and changed members from ClubDesk into Mailchimp. We need first name, last name, e-mail and membership type. Members who have opted out must not be transferred. An e-mail address may exist only once in Mailchimp. If something goes wrong I want to see why and be able to start it again.`,
  },
  {
    name: "Till to bookkeeping",
    description: "A service between our point of sale system and Exact Online.",
    objectives: `Each evening at 23:15 the day's sales are transferred from the point of sale system to the bookkeeping software. A sale has a receipt number, a date, a total, a VAT amount and a payment method. Payment method card becomes 1100 and cash becomes 1000. Sales below 0.01 are left out. A receipt may be booked only once. The bookkeeping API is limited to 60 requests per minute.`,
  },
  {
    name: "Rental listings",
    description: "Integration between our property system and the listings portal.",
    objectives: `- Synchronise properties from the property system to the listings portal every 2 hours
- A property has a reference, street, city, postcode, number of rooms, monthly rent and available date
- Only properties with status available are published
- Rents over 5000 are not published
- The field postcode is called zip in the portal
- Use the reference to recognise properties
- Log every run and show the last runs on a status page`,
  },
  {
    name: "Shipping updates",
    description: "Customers ask where their parcels are.",
    objectives: `Whenever a shipment is delivered in the courier's system, update the order in our webshop. A shipment has an order number, a tracking code, a carrier and a delivery date. The order is found by order number. Never create orders in the webshop. Webhooks from the courier are signed and must be verified. As webhooks can be lost, also check once a day at 6 am.`,
  },
  {
    name: "Students and library",
    description: "The school office and the library use two systems with an API each.",
    objectives: `Copy students from the student administration to the library system each night. Leave out students without a class and those who graduated. The library wants the full name in one field, we have first and last name. Phone numbers must contain digits only. The library system is the only one that changes the card number, so never overwrite it. Retry for a day before giving up.`,
  },
  {
    name: "Time sheets to invoices",
    description: "Connect our time tracking tool with the invoicing software.",
    objectives: `Approved time entries go from the time tracking tool to the invoicing software every Monday at 7:00. Each entry has a number, an employee, a project, a date, hours and an hourly rate. Entries that are not billable are skipped. Entries older than 90 days are ignored. Tell us when an entry is rejected.`,
  },
  {
    name: "Stock for resellers",
    description: "Resellers see our stock in their portal.",
    objectives: `Our ERP sends stock levels to the reseller portal every 5 minutes. A stock level has an article number and a quantity. Only change articles that exist in the portal. If the portal is down, carry on where it stopped. Both systems use OAuth 2 client credentials.`,
  },
  {
    name: "Donors in two places",
    description: "Fundraising keeps donors in Salesforce, accounting in Xero.",
    objectives: `Keep donors in sync between Salesforce and Xero. Each donor has a name, an email, a phone, an address and a country. Salesforce wins when both were changed. Match by email. If the country is missing, use NL. Do not send donors marked as anonymous. Merge duplicate donors automatically.`,
  },
];
