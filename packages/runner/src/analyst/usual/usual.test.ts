import { expect, test } from "vitest";
import { outlineOf } from "../corpus/outline.ts";
import { analyse } from "../index.ts";
import { usually } from "./index.ts";

test.each<[text: string, it: string, said: string[]]>([
  ["Users can create, edit, delete and complete tasks", "", ["Keep tasks", "tasks can be completed"]],
  [
    "Managers can create, approve and archive projects",
    "",
    ["Keep projects", "Managers approve projects", "Managers archive projects"],
  ],
  ["Only admins can create and delete products", "", ["Only admins can create and delete products"]],
  ["Users can edit their own posts", "", ["Users can edit their own posts"]],
  [
    "Track deals through the stages lead, qualified, proposal, won and lost",
    "",
    ["deals go from lead to qualified to proposal to won or lost"],
  ],
  [
    "Create purchase orders with status draft, sent and received",
    "",
    ["Create purchase orders", "purchase orders go from draft to sent to received"],
  ],
  [
    "Agents assign tickets to themselves, comment on them and change the status from open to closed",
    "",
    [
      "each ticket has an agent (optional)",
      "each comment has a ticket, an author, a text and a date",
      "tickets go from open to closed",
    ],
  ],
  ["Change its status from open to closed", "ticket", ["tickets go from open to closed"]],
  [
    "Employees request leave with a start date and an end date",
    "",
    ["Employees submit leave requests with a start date and an end date"],
  ],
  ["Staff apply for time off", "", ["Staff submit leave requests"]],
  [
    "Patients can be registered with name, date of birth and phone",
    "",
    ["each patient has name, date of birth and phone"],
  ],
  [
    "Record stock movements (in or out) with date and quantity",
    "",
    ["Record stock movements with a type (in, out), date and quantity"],
  ],
  [
    "Log calls, emails and meetings with each contact",
    "",
    ["each activity has a contact, a type (call, email, meeting), a date and notes"],
  ],
  [
    "Staff enter expenses with date, amount and category",
    "",
    ["each expense has an employee, date, amount and category"],
  ],
  [
    "HR posts job openings with title, department and closing date",
    "",
    ["Keep job openings with title, department and closing date"],
  ],
  [
    "The system should allow HR to post job openings with title, department and closing date",
    "",
    ["Keep job openings with title, department and closing date"],
  ],
  [
    "Receptionists schedule appointments for a patient with a doctor at a date and time, with a duration in minutes and a reason",
    "",
    ["each appointment has a patient, a doctor, a date and time, duration in minutes and a reason"],
  ],
  ["Members book a place in a class", "", ["Members book classes"]],
  ["Members book a place", "class", ["Members book classes"]],
  ["Record check-ins", "member", ["each checkin has a member and a date and time"]],
  [
    "Guests reserve a table for a date, time and number of people",
    "",
    ["Keep guests", "each reservation has a guest, a table, a date, time and number of people"],
  ],
  [
    "Students rate courses from 1 to 5 stars with a comment",
    "",
    ["Keep students", "each rating has a student, a course, a rating from 1 to 5 and a comment"],
  ],
  ["Track completion of lessons per student", "", ["each completion has a lesson, a student and a date"]],
  ["Prevent time entries with a date in the future", "", ["The date of a time entry must not be in the future"]],
  ["The system must not allow double booking of a doctor", "", ["a doctor cannot be booked twice at the same time"]],
  ["Show reservations for today", "", ["Show today's reservations"]],
  ["Show today's appointments per doctor", "", ["Show today's appointments", "Sort appointments by doctor"]],
  ["Events with registration of members", "", ["Keep events", "members register for events"]],
  ["Claims are grouped into reports", "", ["each claim belongs to a report"]],
  [
    "Record tenants and leases with start date, end date and monthly rent",
    "",
    ["Record tenants", "each lease has start date, end date and monthly rent"],
  ],
  ["Landlords set requests to scheduled or completed", "", ["requests can be scheduled or completed"]],
  [
    "Staff mark a reservation as arrived, no-show or cancelled",
    "",
    ["reservations go from open to arrived or no-show or cancelled"],
  ],
  ["Support roles: admin, warehouse clerk and viewer", "", ["Roles: admin, warehouse clerk and viewer"]],
  [
    "Sales people see only their own deals, the manager sees all",
    "",
    ["Sales people see only their own deals", "the manager can see all deals"],
  ],
  ["Show a pipeline report with the total value per stage", "", ["Show the total value per stage"]],
  [
    "Show low-stock alerts when the quantity falls below the reorder level",
    "",
    ["Warn when the quantity is below the reorder level"],
  ],
  ["Pay with Stripe", "", ["Take online payments with Stripe"]],
  [
    "Team members can log time against tasks",
    "",
    ["each time entry has a task, a team member, a date, hours and a description"],
  ],
  ["Interviewers leave feedback with a score from 1 to 5", "", ["each feedback has an interviewer, score from 1 to 5"]],
  ["High severity complaints must be assigned to a manager", "", ["complaints that are high must have a manager"]],
  [
    "Keep track of all IT equipment: laptops, monitors and phones",
    "",
    ["each it equipment has a type (laptop, monitor, phone)"],
  ],
  ["Record payments and show arrears", "member", ["each payment has a member, a date and an amount", "show arrears"]],
  ["Finance marks a report as paid", "", ["Finance staff marks a report as paid"]],
  ["HR can see the number of applications per job opening", "", ["Show the number of applications per job opening"]],
  ["Manage suppliers with contact information", "", ["Manage suppliers with a name, email and phone"]],
  ["Done issues can be reopened", "", ["an issue can be reopened when it is done"]],
  [
    "Issues move from open to review to done, and done issues can be reopened",
    "",
    ["Issues move from open to review to done", "an issue can be reopened when it is done"],
  ],
  [
    "Orders are placed by customers and contain order lines with a product and a quantity",
    "",
    ["Orders are placed by customers", "Orders contain order lines with a product and a quantity"],
  ],
  [
    "Site managers write a daily report for each site with date, weather and problems",
    "",
    ["each daily report has a site, date, weather and problems"],
  ],
  [
    "Inspectors write a report on a sector with date, findings and result",
    "",
    ["Keep inspectors", "each report has an inspector, a sector, date, findings and result"],
  ],
  ["Show the bookings of today and the free rooms", "", ["Show today's bookings", "Show the free rooms"]],
  ["Owner registration (name, address, phone)", "", ["each owner has name, address, phone"]],
  [
    "Record inspections per batch with inspector, date and result",
    "",
    ["each inspection has a batch, inspector, date and result"],
  ],
  ["Invoices per visit, with paid / unpaid status", "", ["each invoice has a visit, status (paid, unpaid)"]],
  [
    "Expenses are booked against a department with date, amount and supplier",
    "",
    ["each expense has a department, date, amount and supplier"],
  ],
  [
    "Keep my clients (name, email) and the sessions I have with them: date, duration and topic",
    "",
    ["Keep clients with name, email", "each session has a client, date, duration and topic"],
  ],
  ["Rent payments are recorded each month", "contract", ["each rent payment has a contract, a date and an amount"]],
  [
    "Editors review articles and either approve them or send them back with comments",
    "",
    ["editors approve or reject articles", "a rejected article needs a comment"],
  ],
  ["They assign a technician", "work order", ["each work order has a technician (optional)"]],
  ["Alumni can sign up", "event", ["Alumni register for events"]],
  ["Set the order to done", "", ["orders go from open to done"]],
  [
    "Done orders are invoiced by the office",
    "",
    ["The office can invoice orders", "an order can be invoiced when it is done"],
  ],
  [
    "Technicians see their own work orders, log hours, and set the order to done",
    "",
    ["Technicians see their own work orders", "Technicians log hours", "orders go from open to done"],
  ],
  [
    "Show vacant rooms, contracts ending in the next 60 days and unpaid rents",
    "",
    ["Show vacant rooms", "Show contracts ending in the next 60 days", "Show unpaid rents"],
  ],
  [
    "Dashboard: open orders by priority, orders per technician",
    "",
    ["Show open orders by priority", "Show the number of orders per technician"],
  ],
  ["Show articles by status", "", ["Filter articles by status"]],
  [
    "At the end of the month I want to see how many sessions I held per client",
    "",
    ["Show the number of sessions per client and month"],
  ],
  ["The office can see how many alumni signed up per event", "", ["Show the number of registrations per event"]],
  [
    "Writers can edit their articles only while they are in draft",
    "",
    ["articles can only be changed when they are draft"],
  ],
  [
    "The application must record inspections per batch with inspector and date",
    "",
    ["each inspection has a batch, inspector and date"],
  ],
  [
    "Each order has a customer name, a pick-up day and a list of products with quantities",
    "",
    ["Each order has a customer name, a pick-up day", "Each order contains products with quantity"],
  ],
  [
    "Consultants log hours per project and day with a description",
    "",
    ["each time entry has a project, a consultant, a date, hours, description"],
  ],
  ["Attendance of members at trainings is recorded", "", ["each attendance has a training, a member and a date"]],
  [
    "A credit officer reviews each application and approves or rejects it with a comment",
    "",
    ["credit officers approve or reject applications", "a rejected application needs a comment"],
  ],
  ["Orders can be marked as packed and picked up", "", ["Orders go from open to packed to picked up"]],
  ["Rate vendors from 1 to 5 with a comment", "", ["each rating has a vendor, a rating from 1 to 5 and a comment"]],
  [
    "Two reviewers score each application from 1 to 10",
    "",
    ["each review has a reviewer, an application and a score from 1 to 10"],
  ],
  [
    "After the meeting members give the book a rating from 1 to 10",
    "",
    ["Keep members", "each rating has a member, a book and a rating from 1 to 10"],
  ],
  [
    "Mechanics take parts for a job: record the part, quantity, job number and date",
    "",
    ["each part withdrawal has part, quantity, job number and date"],
  ],
  ["They upload their transcript", "application", ["applications upload their transcript"]],
  ["Keep customers", "", ["Keep customers"]],
  ["Each book has a title", "", ["Each book has a title"]],
])("%s", (text, it, said) => {
  expect(usually(text, it === "" ? undefined : it) ?? [text]).toEqual(said);
});

test.each<[objectives: string, holds: string]>([
  [
    "Track deals through the stages lead, qualified, won and lost. Each deal has a value. Show the total value per stage.",
    "report total-value-per-status: count, sum value of Deal by status",
  ],
  ["Deals go from lead to qualified to won or lost.", "! mark-lost: lead/qualified > lost"],
  ["Applications go from new to interview to hired or rejected.", "! reject: new/interview > rejected"],
  ["Requests go from drafted to submitted to approved or rejected.", "! reject: submitted > rejected"],
  ["Subscriptions can be paused, resumed and cancelled.", "status! active/paused/cancelled"],
  [
    "An order is new, picked, shipped or cancelled. Show orders waiting to be shipped.",
    "? not-shipped: status ≠ shipped and status ≠ cancelled",
  ],
  [
    "The agency rents cars to customers. A rental has a customer, a car, a pick-up date and a return date. A car cannot be rented twice for the same period.",
    "~ one per car overlapping pickUpDate..returnDate",
  ],
  [
    "Employees book rooms. Employees can cancel their own bookings.",
    "gap (should): Employees can cancel their own bookings. | The moves are built, but that they are for",
  ],
  [
    "Customers book trips. A trip has a destination and a price. A booking has a total price. Revenue per destination.",
    "sum totalPrice of Booking by trip.destination",
  ],
  ["Customers have a name. Customers must be at least 21 years old.", "dateOfBirth! date"],
  [
    "Products have a name, quantity and reorder level. Stock movements have a quantity. Show low-stock alerts when the quantity falls below the reorder level.",
    "? low-stock: quantity ≤ reorderLevel",
  ],
  [
    "Complaints have a severity. High severity complaints must be assigned to a manager.",
    "~ manager when severity = high",
  ],
  ["Orders have a total. Pay with Stripe.", "| Taking payments online needs an account"],
  ["Customers browse products, add them to a cart and check out.", "| A shopping cart with a check-out is not built"],
  [
    "Keep articles with a title. Visiting an old article redirects to the new one.",
    "| Addresses that lead on to other websites",
  ],
  ["Doctors have a name and working hours.", "workingHours! text"],
  [
    "Articles have a title. Articles go from draft to published. Articles can only be changed while they are draft.",
    "~ no change while status = published",
  ],
  [
    "Each department has an annual budget. Each expense has a department, a date and an amount. The total expenses of a department must not exceed its budget.",
    "~ never totalAmount > annualBudget",
  ],
  [
    "Each department has an annual budget. Each expense has a department, a date and an amount. Show the remaining budget per department.",
    "= remainingBudget (annualBudget + -1 totalAmount)",
  ],
  [
    "Batches have a number. Block shipment of batches that failed.",
    "gap (should): Block shipment of batches that failed.",
  ],
])("%s", (objectives, holds) => {
  const analysis = analyse({ name: "Office", description: "Our office.", objectives });
  if ("code" in analysis) throw new Error(analysis.message);
  expect(outlineOf(analysis)).toContain(holds);
});

test("exports every list when none is named", () => {
  const analysis = analyse({
    name: "Office",
    description: "Our office.",
    objectives: "Keep books with a title. Keep shelves with a number. Export to CSV.",
  });
  if ("code" in analysis) throw new Error(analysis.message);
  expect(analysis.contract.entities.map(({ csv }) => csv)).toEqual([["export"], ["export"]]);
});

test("a description of what is to be built tells of no record", () => {
  const analysis = analyse({
    name: "Office",
    description: "Customer complaints register",
    objectives:
      "Complaints have a date. Complaints have a text. Complaints have a number. Search complaints by number.",
  });
  if ("code" in analysis) throw new Error(analysis.message);
  expect(analysis.contract.entities.map(({ name }) => name)).toEqual(["Complaint"]);
});
