/** Briefs that are only looked at when measuring: the grammar is not tuned on them. */
export const measuring: readonly (readonly [name: string, objectives: string])[] = [
  [
    "Bakery orders",
    "Customers place orders for cakes with a pickup date and a price. Staff mark orders as collected. Show orders due tomorrow. Total sales per customer.",
  ],
  [
    "Beekeeping",
    "Keep apiaries, their hives and inspections with date, weight and notes. Warn when an inspection is due. Search hives by apiary.",
  ],
  [
    "Car workshop",
    "Customers own vehicles. Each vehicle has a registration number, make, model and year. Registration numbers must be unique. Mechanics record repairs with date, hours and cost. Total cost per vehicle.",
  ],
  [
    "Dental practice",
    "Patients book appointments with dentists. An appointment has a date, a time and a reason. No double booking of a dentist. Show today's appointments.",
  ],
  [
    "Food bank",
    "Donors give donations with date, weight and category (canned, fresh, frozen). Show donations per donor. Expired items should be highlighted.",
  ],
  [
    "Scout camp",
    "Children belong to groups. Each child has a name, date of birth and allergies. Parents have a phone number. Search children by group.",
  ],
  [
    "Office keys",
    "Employees borrow keys and return them. A key can be out with one person at a time. Show who has which key.",
  ],
  [
    "Choir",
    "Singers have a name, voice (soprano, alto, tenor, bass) and email. Rehearsals have a date and a location. Track attendance of singers at rehearsals.",
  ],
  [
    "Real estate",
    "Agents list properties with address, price, bedrooms and status (available, reserved, sold). Buyers visit properties. Only managers can delete properties. Average price per agent.",
  ],
  [
    "Allotments",
    "Plots are rented by tenants from a start date to an end date, for a yearly rent. List rentals ending within 30 days. A plot number is unique.",
  ],
  [
    "Conference",
    "Speakers propose talks with title, abstract and length in minutes. Reviewers accept or reject talks. Talks longer than 60 minutes need a justification. Count talks per speaker.",
  ],
  [
    "Film rental",
    "Each film has a title, genre, year and rating from 1 to 5. Customers rent films. Late returns are listed. Search films by genre.",
  ],
];
