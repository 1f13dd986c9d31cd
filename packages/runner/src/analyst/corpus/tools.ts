/** Briefs for command-line tools that were looked at while their reader was built. */
export const buildingTools: readonly (readonly [name: string, objectives: string])[] = [
  [
    "Warehouse",
    "A tool for our warehouse: `add`, `list`, `find` items with quantity and location kept in a file; warn when stock is below the minimum; export CSV.",
  ],
  [
    "Time tracker",
    "A command line tool for freelancers that records projects and time entries. A project has a name, a client and an hourly rate. A time entry belongs to a project and has a date, hours and a note. Show the total hours per project. Show hours per month. Hours must be between 0 and 24.",
  ],
  [
    "Todo CLI",
    "A small CLI for my todo list. Tasks have a title, a due date and a priority of low, normal or high. Tasks can be started and completed. List overdue tasks. Search tasks by title. Everything is stored in a local JSON file. Every command supports --json.",
  ],
  [
    "Bee log",
    "We want a terminal tool to keep a log of our beehives: hives with a name and location, inspections with date, hive, queen seen yes/no and honey in kg. List hives not inspected for 14 days. Total honey per hive.",
  ],
  [
    "Library desk",
    "A command-line program for a small library. Members borrow books for 14 days. A book can only be borrowed by one member at a time. Show overdue loans. Find books by title or author. It works offline.",
  ],
  [
    "Password safe",
    "A CLI that stores customers with a name, an email and a phone number. Emails must be unique. Send an email when a customer is added. Users sign in with a password.",
  ],
  [
    "Bank totals",
    "A command line tool that reads a CSV of bank transactions and prints totals per category and month, warns of duplicates, and writes a JSON report.",
  ],
  [
    "Orders",
    "A CLI that reads a CSV of orders with date, customer, product, quantity and amount. It prints the total amount per customer and the number of orders per month. Rows whose status is cancelled are skipped. Invalid rows are reported with their line number. Output as a table, CSV or JSON. Orders are sorted by amount, largest first.",
  ],
  [
    "Contact cleaner",
    "A script that reads contacts from a CSV file with name, email and phone, removes duplicates by email, checks that every email is valid and writes a clean CSV. It also reads from standard input. Send the result by email.",
  ],
];

/** Looked at only when measuring. */
export const measuringTools: readonly (readonly [name: string, objectives: string])[] = [
  [
    "Expense notes",
    "A command-line tool for my expenses. An expense has a date, a category, an amount and a note. Show the total amount per category and per month. Amounts must be at least 0. Export to CSV.",
  ],
  [
    "Seed bank",
    "We want a terminal tool to track our seed collection: seeds with species, year, quantity and origin. Find seeds by species. List seeds with fewer than 10 left. Everything is kept in one file.",
  ],
  [
    "Ticket desk",
    "A small CLI for support tickets. Customers have a name and an email. A ticket belongs to a customer and has a subject, a priority of low, medium or high and a due date. Tickets can be assigned, resolved and closed. Show overdue tickets and the number of tickets per customer.",
  ],
  [
    "Lab freezer",
    "A command line program that records samples with a barcode, a box and a date. Barcodes must be unique. Samples can be removed and returned. Print samples older than 30 days. Send a notification when a box is full.",
  ],
  [
    "Log report",
    "A script that reads a CSV of web requests with date, path, status and duration. It counts requests per status and per day, prints the average duration per path, ignores rows with a duration above 60000 and writes a JSON report.",
  ],
  [
    "Meter readings",
    "A tool that reads JSON files of meter readings with meter, date and value, checks that no value is missing, removes duplicates, sorts them by date and exports CSV. Draw a chart of the values.",
  ],
];
