import { describe, expect, test } from "vitest";
import { outlineOf } from "./corpus/outline.ts";
import { analyse } from "./index.ts";
import { inOneWay } from "./sayings.ts";

const read = (objectives: string) => {
  const result = analyse({ name: "Software", description: "Software.", objectives });
  if ("code" in result) throw new Error(`${result.code}: ${result.message}`);
  return outlineOf(result);
};

test.each([
  ["Nobody can delete invoices", "invoices cannot be deleted"],
  ["No one may change or delete a booking", "a booking cannot be changed or deleted"],
  ["Once a booking is returned it can no longer be changed", "a booking cannot be changed once it is returned"],
  ["Once settled, a claim shall no longer be editable", "Once settled, a claim cannot be changed"],
  ["Paid invoices are read-only", "Paid invoices cannot be changed or deleted"],
  ["Limit each member to two bookings per week", "a member can have at most two bookings per week"],
  ["A boat can only be booked once for any given day", "A boat can only be booked once a day"],
  ["A member must not book if they have unpaid invoices", "A member with unpaid invoices must not book"],
  ["A booking cannot be returned unless it was confirmed", "only confirmed bookings can be returned"],
  ["A monthly report of sales per counter", "the sales per counter and month"],
  ["Weekly number of orders", "number of orders per week"],
  ["How many bookings did each member make this year", "number of bookings per member and year"],
  ["VAT of 20% is added to the amount", "the total is the amount plus 20% VAT"],
  ["VAT of 19% is added to the total", "the total with VAT is the total plus 19% VAT"],
  ["A deposit of 25% of the price is due", "the deposit is 25% of the price"],
  ["We keep a commission of 10% of the price", "the commission is 10% of the price"],
  ["A booking costs 15 euros per person", "the price of A booking is 15 euros per person"],
])("%s", (said, meant) => expect(inOneWay(said)).toBe(meant));

test.each([
  "Managers can delete invoices",
  "Nobody but managers can delete invoices",
  "A monthly fee is charged",
  "Every member pays a yearly subscription",
  "A booking can be returned once it was confirmed",
  "Each member has a name",
])("%s stays as it is", (said) => expect(inOneWay(said)).toBe(said));

const shop =
  "Each customer has a name. Each product has a name, a category (food, toys) and a price. An order has a customer, a date, a total amount and is new, paid or cancelled. Each order line has an order, a product and a quantity. ";

describe("who and what has the most", () => {
  test.each([
    ["Which products are sold most?", "sum quantity of OrderLine by product, most total first"],
    ["Best-selling products.", "sum quantity of OrderLine by product, most total first"],
    ["Show the top 10 customers by total amount.", "of Order by customer, most total first, 10 of them"],
    ["The ten customers with the most orders.", "count of Order by customer, most orders first, 10 of them"],
    ["Number of orders per customer, most first.", "count of Order by customer, most orders first"],
  ])("%s", (words, report) => {
    const outline = read(`${shop}${words}`);
    expect(outline).toContain(report);
    expect(outline).not.toMatch(/^gap/m);
  });

  test.each(["Turnover per category.", "The ten customers with the most complaints.", "Top 5 products this month."])(
    "is a gap where nothing tells it: %s",
    (words) => expect(read(`${shop}${words}`)).toMatch(/^gap/m),
  );
});

test.each([
  ["Revenue per week.", "sum totalAmount of Order by date each week"],
  ["Orders per quarter.", "count of Order by date each quarter"],
  ["Revenue per customer and quarter.", "of Order by customer and quarter of date"],
])("by weeks and quarters: %s", (words, report) => {
  const outline = read(`${shop}${words}`);
  expect(outline).toContain(report);
  expect(outline).not.toMatch(/^gap/m);
});

describe("figures with a share or a rate in them", () => {
  const hire =
    "Each boat has a name. Each booking has a boat, a start date, an end date, a number of people and a price. ";
  test.each([
    ["The deposit is 30% of the price.", "= deposit (0.3 price)"],
    ["The price is 40 euros per day.", "= price (4000 days in cents)"],
    ["The price is 40 euros per day plus 5 euros per person.", "= price (chargeForDays + chargeForNumberOfPeople)"],
    ["The cleaning charge is the number of people times €2.50.", "= cleaningCharge (250 numberOfPeople in cents)"],
  ])("%s", (words, figure) => {
    const outline = read(`${hire}${words}`);
    expect(outline).toContain(figure);
    expect(outline).not.toMatch(/^gap/m);
  });

  test.each(["The fee is 20% of the insurance.", "The price is 12 euros per kilometre."])(
    "is a gap where nothing is known of it: %s",
    (words) => expect(read(`${hire}${words}`)).toMatch(/^gap/m),
  );
});

describe("what a booking may and may not", () => {
  const hire =
    "Each member has a name and an email. Each boat has a name. Each booking has a member, a boat, a start date, an end date and notes. A booking is requested, confirmed, returned or cancelled. Each invoice has a member, an amount, a date and is open or paid. ";
  test.each([
    ["A booking can only be cancelled before it starts.", "~ never status = cancelled and startDate < today+1"],
    [
      "Bookings can be cancelled up to 48 hours before the start.",
      "~ never status = cancelled and startDate < today+2",
    ],
    ["Bookings must be made at least 2 days in advance.", "~ never startDate < today+2"],
    ["A booking cannot be made more than 30 days in advance.", "~ never startDate > today+30"],
    ["A boat can only be booked once for any given day.", "~ one per boat overlapping startDate..endDate"],
    ["Prevent double bookings.", "~ one per boat overlapping startDate..endDate"],
    ["No more than 5 bookings per boat per month.", "~ at most 5 per boat a month of startDate"],
    [
      "Members who have unpaid invoices are not allowed to book.",
      "~ none for member with a Invoice while status ≠ paid",
    ],
    ["Each member can only have 3 bookings at once.", "~ at most 3 per member"],
    ["Which boats are free today?", "? free-today: bookingsToday = 0"],
    ["An invoice becomes overdue after 14 days.", "? overdue: overdue = true"],
    ["Search members by name or e-mail.", "email email"],
    ["The balance of a member is the sum of the open invoices.", "= balance (sum)"],
    ["How much does each member owe?", "sum amount of Invoice by member where status ≠ paid"],
    ["A dashboard with the number of open invoices and confirmed bookings.", "? confirmed: status = confirmed"],
    ["The number of bookings per member is shown.", "count of Booking by member"],
  ])("%s", (words, line) => {
    const outline = read(`${hire}${words}`);
    expect(outline).toContain(line);
    expect(outline).not.toMatch(/^gap/m);
  });

  test.each([
    "The average number of bookings per month.",
    "Which boats are free between two dates?",
    "Bookings can be cancelled up to 3 hours before the start.",
    "A dashboard with the number of complaints.",
  ])("is a gap where nothing holds it: %s", (words) => expect(read(`${hire}${words}`)).toMatch(/^gap/m));
});

test("a file for a spreadsheet makes no service between programs of a brief", () => {
  const result = analyse({ name: "S", description: "S.", objectives: `${shop}Export orders to Excel.` });
  expect("contract" in result && result.contract.kind).toBe("web-app");
});

describe("what follows from a move", () => {
  const jobs =
    "Each customer has a name. Each bike has a name and a status (available, rented, in repair). Each rental has a customer, a bike and a date. A rental is booked, out, returned or cancelled. Each quote has a number, a customer, a title, a date and an amount. A quote is draft, sent, accepted or rejected. Each job has a title, a customer, a deadline, an amount and is open or done. Each invoice has a number, a customer, a date and an amount. ";
  test.each([
    [
      "When a quote is accepted, it becomes a job.",
      "! accept: sent > accepted, makes Job of title+customer+amount+itself",
    ],
    [
      "Accepted quotes become jobs, with all their values carried over.",
      "! accept: sent > accepted, makes Job of title+customer+amount+itself",
    ],
    [
      "When a job is done, an invoice must be created.",
      "! mark-done: open > done, makes Invoice of customer+today+amount+itself",
    ],
    ["Once a rental is returned, the bike becomes available again.", "! return: out > returned, bike available"],
    ["When a bike is returned, it is available again.", "! return: out > returned, bike available"],
  ])("%s", (words, line) => {
    const outline = read(`${jobs}${words}`);
    expect(outline).toContain(line);
    expect(outline).not.toMatch(/^gap/m);
  });

  test.each([
    "When a quote is accepted, it becomes a treaty.",
    "When a rental is returned, the bike becomes shiny.",
    "When a rental is returned, the customer is notified.",
  ])("is a gap where nothing tells it: %s", (words) => {
    const outline = read(`${jobs}${words}`);
    expect(outline).not.toMatch(/makes |bike available/);
    expect(outline).toMatch(/^gap/m);
  });

  test("what is made can be made of it: what it doesn't take over is filled in later", () => {
    expect(read(`${jobs}When a quote is accepted, it becomes a job.`)).toMatch(
      /Job .*\n {2}title! text, .*deadline date/,
    );
  });
});

describe("what is in stock", () => {
  const goods =
    "Each product has a name, a stock and a minimum stock. Each sale has a product, a date and a quantity. Each delivery has a product, a date and a quantity. ";
  test.each([
    ["The stock goes down with each sale.", "= stock (initialStock + -1 quantityOfSales)"],
    [
      "When a delivery is recorded, the stock is increased by the quantity.",
      "= stock (initialStock + quantityOfDeliveries)",
    ],
    [
      "Sales reduce the stock. Deliveries increase the stock.",
      "= stock (initialStock + -1 quantityOfSales + quantityOfDeliveries)",
    ],
    ["Sales reduce the stock. Products below the minimum stock should be listed.", "? low-stock: stock ≤ minimumStock"],
  ])("%s", (words, line) => {
    const outline = read(`${goods}${words}`);
    expect(outline).toContain(line);
    expect(outline).not.toMatch(/^gap/m);
  });

  test.each(["The stock goes down with each theft.", "The price goes down with each sale."])(
    "is a gap where nothing tells by how much: %s",
    (words) => expect(read(`${goods}${words}`)).toMatch(/^gap/m),
  );
});

test("what is overdue is what has its day, and what must be done in time is no list", () => {
  const robes =
    "Each robe has a number. Each singer has a name. A loan has a robe, a singer, a loan date and a return date. Each claim has a number, a date of damage and a date received. ";
  expect(read(`${robes}Show which robes are overdue.`)).toMatch(/Loan [\s\S]*\? overdue/);
  expect(read(`${robes}A claim must be received within 7 days of the damage.`)).toMatch(/^gap/m);
  expect(read(`${robes}Show how many robes each singer has.`)).toContain("count of Loan by singer");
});

test.each([
  ["Members to have no more than 3 loans at a time", "Members can have no more than 3 loans at a time"],
  ["Block members who have overdue loans from borrowing", "members with overdue loans cannot borrow"],
  ["Items that are broken not to be lent", "Items that are broken cannot be lent"],
  ["We want to get rid of paper lists", "We want to get rid of paper lists"],
])("%s, of a story without who wants it", (said, meant) => expect(inOneWay(said)).toBe(meant));

describe("what is said of some of them", () => {
  const checks =
    "Vehicles have a plate. Inspectors have a name. An inspection has a vehicle, an inspector, a date and a result (pass, fail). Orders have a number. An order is new, in production, ready or cancelled. Each customer has a name. A sale has a customer, a date and an amount. Films have a title. A screening has a film, a date and a room. ";
  test.each([
    ["Number of failed inspections per inspector.", "count of Inspection by inspector where result = fail"],
    ["Orders cannot be cancelled once they are in production.", "! cancel: new > cancelled"],
    ["Who are our ten best customers by revenue?", "most total first, 10 of them"],
  ])("%s", (words, line) => {
    const outline = read(`${checks}${words}`);
    expect(outline).toContain(line);
    expect(outline).not.toMatch(/^gap/m);
  });

  test("a film's screenings don't tell how popular it is", () =>
    expect(read(`${checks}What was our most popular film?`)).toMatch(/^gap/m));
});
