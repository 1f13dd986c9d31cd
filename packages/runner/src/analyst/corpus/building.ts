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
  [
    "Library 2",
    "Members borrow books for 14 days. Librarians see overdue loans. A book can only be borrowed by one member at a time. Search books by title or author.",
  ],
  [
    "Clinic",
    "Patients book appointments with doctors. A doctor cannot have two appointments at the same time. The receptionist cancels appointments and sees today's appointments.",
  ],
  [
    "Inventory",
    "Track products with SKU, price and stock level; record deliveries and sales that change the stock; alert when stock falls below the reorder level.",
  ],
  [
    "Help desk 2",
    "Customers submit tickets with a priority. Agents assign tickets to themselves, comment on them and close them. Show the number of open tickets per agent.",
  ],
  [
    "Event planner",
    "Organisers create events with a venue, date and capacity. Guests register for events until the capacity is reached. Export the guest list as CSV.",
  ],
  [
    "Time sheets",
    "Employees log hours on projects, managers approve the time sheets each week, and the office sees hours per project and per employee.",
  ],
  [
    "Rental",
    "A landlord keeps properties, tenants and leases. Rent is due monthly; show unpaid rent. Tenants report repairs, which the landlord schedules and completes.",
  ],
  ["Todo", "A simple todo list: tasks with a title, a due date and whether they are done."],
  [
    "Gym 2",
    "Members have a membership with start and end date. Trainers hold classes with a maximum number of places. Members book classes. Show memberships that expire this month.",
  ],
  [
    "Catering",
    "Cooks plan menus for events. Each menu has dishes with a name, allergens and price. Clients confirm menus. Warn when an event is within three days and its menu is not confirmed.",
  ],
  [
    "Car repair",
    "Mechanics record repairs on cars: date, mileage, work done, parts cost and labour cost. Each car belongs to a customer and has a registration plate. Show the total cost per car and the cars whose inspection expires this month.",
  ],
  [
    "School trips",
    "Teachers propose trips with destination, date and cost per pupil. The head approves trips. Parents give consent for their children. Show which children have no consent yet.",
  ],
  [
    "Blood bank",
    "Donors donate blood. Record donations with date, blood group and volume in ml. A donor cannot donate twice within 56 days. Show stock per blood group.",
  ],
  [
    "Recruiting",
    "Recruiters post jobs with title, location and salary. Candidates apply for jobs with a letter. Applications move from received to interview to offer or rejected. Count applications per job.",
  ],
  [
    "Coworking",
    "Members book desks for a day. A desk can be booked by only one member a day. Members pay a monthly fee. See free desks for today.",
  ],
  [
    "Beekeeping",
    "Keep hives, inspections of hives with date, queen seen (yes/no), notes and honey harvested in kg. List hives not inspected for 14 days. Total honey per hive per year.",
  ],
  [
    "Parking",
    "Residents register vehicles with plate, make and colour; visitors get day permits; wardens check permits by plate and issue fines of 30, 60 or 90 euros; unpaid fines are listed.",
  ],
  [
    "Film club",
    "Members rate films from 1 to 5 and write reviews. Show the average rating per film. A member can rate a film only once.",
  ],
  [
    "Field service",
    "Dispatchers assign jobs to technicians. Technicians start and finish jobs and record the materials used with quantity and price. Customers sign off finished jobs. Revenue per technician.",
  ],
  [
    "Grants",
    "Applicants submit grant applications with an amount and a purpose. Two reviewers score each application from 1 to 10. The board awards or declines applications. Total awarded per purpose.",
  ],
  [
    "Laundry",
    "Customers drop off orders with items and a promised date. Staff wash, iron and hand out orders. List orders promised for today that are not ready.",
  ],
];
