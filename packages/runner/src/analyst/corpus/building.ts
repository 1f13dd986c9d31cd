/** Briefs of many trades that were looked at while the grammar was built. */
export const building: readonly (readonly [name: string, objectives: string])[] = [
  ["Bike hire", "Customers hire bikes, each with a return date, and the shop sees what is overdue"],
  ["Music school", "families, their pupils, lessons with topic and fee, search by family"],
  [
    "Purchase requests",
    "Purchase requests: staff file requests, managers approve or reject them, requests over 500 need a reason, totals per person",
  ],
  ["Boilers", "keep boilers and their service visits, warn when a check is due, supervisors approve costs above 500"],
  ["Library", "Members borrow books, each loan has a due date. Show overdue loans. Search books by title or author."],
  [
    "Vet clinic",
    "Owners bring their pets. Each pet has a name, species, breed and date of birth. Record visits of pets with date, diagnosis and cost. Show the total cost per owner. Search pets by owner.",
  ],
  [
    "Warehouse",
    "Products with SKU, quantity and reorder level. Suppliers supply products. Warn when stock is low. SKU must be unique. Quantity cannot be negative.",
  ],
  [
    "Help desk",
    "Customers submit tickets with subject, description and priority. Agents resolve and close tickets. Show open tickets and the number of tickets per agent. Send an email when a ticket is closed.",
  ],
  [
    "Expenses",
    "Employees submit expense claims with amount, date and category. Managers approve or reject claims. Claims over 1000 need a director's approval. Rejected claims need a comment. People sign in. Totals per employee and per month.",
  ],
  [
    "Gym",
    "Members have a name, email and membership type (basic, plus, premium). Trainers run classes. Each class has a date, time and capacity between 1 and 40. Members book classes. A member cannot book the same class twice.",
  ],
  [
    "Invoices",
    "Invoices belong to customers. An invoice has a number, an issue date, a due date and a total. The due date must be after the issue date. Mark invoices as paid. List unpaid invoices.",
  ],
  ["Requests", "A request is drafted, submitted, then approved or rejected. Each request has a title and an amount."],
  [
    "Tools",
    "We need a simple system to track tools. Members can borrow tools. Each tool has a name, serial number, condition and a daily price. As a librarian, I want to see overdue loans so that I can call people.",
  ],
  [
    "Trees",
    "Gardeners prune trees. Each tree has a species, a planting date and a height in metres. Volunteers log hours against trees.",
  ],
];
