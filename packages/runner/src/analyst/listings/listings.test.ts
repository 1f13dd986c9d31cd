import { describe, expect, test } from "vitest";
import { outlineOf } from "../corpus/outline.ts";
import { analyse } from "../index.ts";

/** What is read of objectives as their authors write them. */
function outline(objectives: string, description = "Software."): string {
  const result = analyse({ name: "Software", description, objectives });
  if ("code" in result) throw new Error(`${result.code}: ${result.message}`);
  return outlineOf(result);
}

describe("what a record has several of, with values of their own", () => {
  test.each([
    [
      "Products have a name and a price. Customers have a name. An order has a date and a customer. Orders contain products with quantities.",
      /OrderItem \/order-items\n {2}order! >Order, product! >Product, quantity! integer/,
    ],
    [
      "Each costume has a title and a size. A hire has a date. A hire takes one or more costumes, and for each costume the agreed fee and the condition on return shall be noted.",
      /HireItem \/hire-items\n {2}hire! >Hire, costume! >Costume, agreedFee! money 0\.\., conditionOnReturn text/,
    ],
    [
      "I go out and do a quote: for each tree I put the species, the height in metres and a price.",
      /Quote[\s\S]*Tree \/trees\n {2}species! text, quote! >Quote, height! decimal, price! money/,
    ],
    [
      "Clients bring in several garments, each with a fault and a price. Clients have a name.",
      /Garment \/garments\n {2}fault! text, client! >Client, price! money/,
    ],
    [
      "There are also stage payments – each with a due date, an amount and whether it has been paid. Builds have a model.",
      /StagePayment \/stage-payments\n {2}dueDate! date, amount! money 0\.\., paid boolean/,
    ],
    [
      "Boats have a model. People book hours on a boat; each entry states the person, the day and the number of hours.",
      /TimeEntry \/time-entries\n {2}(?:person! text, )?boat! >Boat.*day! date, numberOfHours! integer/,
    ],
    [
      "A job card has a date. On the job card we list the parts used with part number, quantity and unit cost, and the labour: hours and hourly rate.",
      /Part \/parts\n {2}partNumber! text, quantity! integer 0\.\., unitCost! money 0\.\., jobCard! >JobCard[\s\S]*Labour \/labours\n.*jobCard! >JobCard, hours! decimal, hourlyRate! money/,
    ],
    [
      "A ticket has a number. Each ticket has one or more garments, stating the kind of garment, colour and price.",
      /Garment \/garments\n.*colour! text, ticket! >Ticket, price! money|Garment \/garments\n {2}kindOfGarment! text, .*colour! text.*price! money/,
    ],
  ])("%s", (objectives, expected) => expect(outline(objectives)).toMatch(expected));

  test("what is hired, each with a day, is told of the hire as before", () => {
    expect(outline("Customers hire bikes, each with a return date.")).toMatch(/Hire \/hires\n.*returnDate! date/);
  });
});

describe("several records in one sentence", () => {
  test.each([
    [
      "I need patients (name, dob, phone), their hearing tests – date, result, audiologist – and the hearing aids they've been fitted with: make, model, serial no.",
      /Patient \/patients\n {2}name! text, dob! date, phone phone\nHearingTest \/hearing-tests\n {2}.*patient! >Patient, date! date.*\nHearingAid \/hearing-aids\n {2}make! text, model! text, serialNo! text/,
    ],
    [
      "Keep customers with name and phone, their vehicles with make, model and registration, and jobs with date and price.",
      /Customer \/customers\n {2}name! text, phone phone\nVehicle \/vehicles\n {2}make! text, customer! >Customer, model! text, registration! text\nJob/,
    ],
    [
      "A hire shall be made by a society, which is registered with its name and its billing address. A hire has a date.",
      /Hire \/hires\n {2}society >Society, date! date\nSociety \/societies\n {2}name! text, billingAddress! text|society! >Society[\s\S]*Society \/societies\n {2}name! text, billingAddress! text/,
    ],
    [
      "Owners pay for a livery package (DIY, part or full) with a price per month. Owners have a name.",
      /LiveryPackage \/livery-packages\n.*type! DIY\/part\/full, pricePerMonth! money/,
    ],
    [
      "Agents list properties (address, price, bedrooms). Buyers have a name and a phone.",
      /Property \/properties\n {2}address! text/,
    ],
  ])("%s", (objectives, expected) => expect(outline(objectives)).toMatch(expected));
});

describe("values told in passing", () => {
  test.each([
    [
      "Builds have a model. Materials used on a build are listed with the supplier, quantity, unit and cost.",
      /Material \/materials\n {2}.*build! >Build.*quantity! integer 0\.\., (?:unit! text, )?cost! money/,
    ],
    [
      "Suppliers are kept with name, phone, email and payment terms. Parts have a code.",
      /Supplier \/suppliers\n {2}name! text, phone phone, email email, paymentTerms longText/,
    ],
    [
      "A referral has a voucher number, a reason, such as benefit delay, debt or low income, and the date of issue.",
      /voucherNumber! text, reason! benefit delay\/debt\/low income, dateOfIssue! date/,
    ],
    [
      "Garments have a size. Volunteers record who took a garment and when, along with what they gave for it.",
      /Garment \/garments\n {2}size! text, takenBy text, takenOn date, amountGiven money/,
    ],
    [
      "Screenings have a date and a hall. Volunteers take shifts at screenings as bar, door or projection.",
      /Shift \/shifts\n {2}volunteer! >Volunteer, screening! >Screening, role! bar\/door\/projection/,
    ],
    [
      "Households have a reference. A parcel is handed out to a household: date, size (small, medium, large) and the volunteer who packed it.",
      /Parcel \/parcels\n.*household! >Household, date! date, size! small\/medium\/large/,
    ],
    [
      "When someone calls I note the caller's name, telephone and what they want.",
      /Caller \/callers\n {2}name! text, telephone phone, request! text/,
    ],
    [
      "A rental agreement links a tenant and a unit and records start date and deposit paid. Invoices are raised monthly per agreement, showing invoice number, amount and due date.",
      /RentalAgreement \/rental-agreements\n.*startDate! date, depositPaid money[\s\S]*Invoice \/invoices\n {2}invoiceNumber! text, rentalAgreement! >RentalAgreement, amount! money 0\.\., dueDate! date/,
    ],
    [
      "As the head falconer I want to keep every bird's name, species, ring number and flying weight. As a keeper I want to weigh the birds every morning and record weight, food given and any remarks.",
      /Bird \/birds\n {2}name! text, species! text, ringNumber! text, flyingWeight! decimal\nWeighing \/weighings\n {2}foodGiven! text, bird! >Bird, date! date, weight! decimal, remarks longText$/,
    ],
    [
      "I sell secondhand books from a barge. For each book I want title, author, ISBN if it has one and my asking price. When it's sold I put in the date and the price I got.",
      /^Book \/books\n {2}title! text, author! text, isbn text, askingPrice! money 0\.\., dateSold date, priceSold money/,
    ],
    [
      "Sheep have an ear tag. Movements on and off the farm have to be logged with date, from holding, to holding and haulier. At lambing I jot down ewe, date and number of lambs born.",
      /Movement \/movements\n {2}fromHolding! text, date! date, toHolding! text, haulier! text[\s\S]*Lambing \/lambings\n {2}ewe! text, date! date, numberOfLambsBorn! integer|Lambing[\s\S]*Movement \/movements\n {2}fromHolding! text, date! date, toHolding! text, haulier! text/,
    ],
    [
      "Helpers have a name. Raffle prizes are donated by local businesses: we record the donor, a description, the estimated value and the ticket number that won it.",
      /RafflePrize \/raffle-prizes\n {2}donor! text, description longText, estimatedValue! money 0\.\., ticketNumber! text|ticketNumber! text, .*estimatedValue! money/,
    ],
    [
      "Appointments have a date. Before an appointment the client signs a consent form with the date, a list of medication taken, and a yes/no for pregnancy. Clients have a name.",
      /ConsentForm \/consent-forms\n {2}medicationTaken! text, appointment! >Appointment, client! >Client, date! date, pregnancy boolean/,
    ],
    [
      "Orders have a date. Allergies must be recorded for every order.",
      /Order \/orders\n.*date! date, allergies longText/,
    ],
    [
      "Wants have a title. We keep a wants list: name of the customer, phone or email, the title and the most they'd pay.",
      /Want \/wants\n.*phone phone, email email.*maximumPrice! money|maximumPrice! money/,
    ],
    [
      "Orders have a date. An order consists of several lines; each line gives the product, the number of sacks and the price per sack.",
      /Line \/lines\n {2}product! text, order! >Order, numberOfSacks! integer 0\.\., pricePerSack! money|Line \/lines\n {2}product! text, numberOfSacks! integer 0\.\., pricePerSack! money 0\.\., order! >Order/,
    ],
    [
      "Orders have a reference. When an order leaves the warehouse, the driver's name and the van registration are noted.",
      /Order \/orders\n.*driverName text, vanRegistration text/,
    ],
    [
      "Commission tracker: clients with contact details, commissions with description, quoted price and deadline, materials bought for each commission with supplier, weight in kg and cost.",
      /Client[\s\S]*Commission \/commissions\n.*quotedPrice! money 0\.\.\nMaterial \/materials\n.*commission! >Commission, weight! decimal, cost! money/,
    ],
    [
      "The register must hold, for every child, the full name, date of birth, ethnicity and any medical needs. Visits have a date.",
      /Child \/children\n {2}name! text, dateOfBirth! date, ethnicity! text, medicalNeeds! text/,
    ],
    [
      "Growers have a name. Per delivery we weigh the trailer and write down grower, variety, gross weight, tare and brix.",
      /Delivery \/deliveries\n.*grower! >Grower, grossWeight! decimal, tare! decimal, brix! decimal/,
    ],
    [
      "Students have a name. As an instructor, I need to log each student's pieces including the clay body, glaze, whether it's been bisque fired, and the shelf number.",
      /Piece \/pieces\n.*student! >Student, .*bisqueFired boolean/,
    ],
    [
      "Members sign in. As a studio owner, I need to sell clay by the bag and record the buyer, bags sold and the amount charged.",
      /Sale \/sales\n {2}buyer! text, bagsSold! integer 0\.\., amountCharged! money/,
    ],
    [
      "Crew members have a name and the qualifications they hold, each of which has an award date and an expiry date.",
      /CrewMember[\s\S]*Qualification \/qualifications\n {2}crewMember! >CrewMember, awardDate! date, expiryDate date/,
    ],
    [
      "Equipment checks are carried out weekly and cover item, condition (serviceable, defective), action taken and checked by.",
      /EquipmentCheck \/equipment-checks\n {2}item! text, condition! serviceable\/defective, actionTaken! text, checkedBy! text/,
    ],
    [
      "For each delivery against a contract the lorry, the arrival time and the name of the person who signed for it are recorded, and any rejected trees with number and reason. Contracts have a site.",
      /Delivery \/deliveries\n.*contract! >Contract, .*arrivalTime! time[\s\S]*RejectedTree \/rejected-trees\n.*delivery! >Delivery/,
    ],
    [
      "Products have a name. Suppliers have a company. Deliveries from suppliers should be entered with delivery note number, date, and the products received together with the quantities.",
      /Delivery \/deliveries\n {2}deliveryNoteNumber! text, supplier! >Supplier, date! date\nDeliveryItem \/delivery-items\n {2}delivery! >Delivery, product! >Product, quantity! integer/,
    ],
    [
      "Sheet music is catalogued by title, composer, number of parts and shelf. Instruments have a maker.",
      /SheetMusic \/\S+\n {2}title! text, composer! text, numberOfParts! integer 0\.\., shelf! text/,
    ],
    [
      "Loans have a player. A loan records the instrument, the date it was issued, the date it has to be returned and the condition at issue and at return.",
      /dateIssued! date, returnDate! date, .*|conditionAtIssue! text, .*conditionAtReturn text/,
    ],
    [
      "Client details: name, billing address, default rate per word. Projects have a title.",
      /Client \/clients\n {2}name! text, billingAddress! text, defaultRatePerWord! money/,
    ],
    [
      "Cats have a name. A stay is for one or more cats of the same owner; it has an arrival date, a pen number and a price per night.",
      /Stay \/stays\n {2}penNumber! text, arrivalDate! date, pricePerNight! money/,
    ],
    [
      "Rides have a date. Drivers are volunteers; we keep their licence number, licence expiry and availability.",
      /Driver \/drivers\n.*licenceNumber! text, licenceExpiry date, availability! text/,
    ],
    [
      "Passengers phone to book a ride. We take down the passenger's name, the pick-up address, the date and whether they use a wheelchair. Passengers are kept on file with name and home address.",
      /Ride \/rides\n {2}pickUpAddress! text, passenger! >Passenger, date! date, usesWheelchair boolean/,
    ],
    [
      "Jobs have a title. Employees write down their hours per job: date, hours, task.",
      /TimeEntry \/time-entries\n {2}task! text, job! >Job, date! date, hours! decimal/,
    ],
    [
      "Traders have a name. We also want to log complaints (from whom, about which trader, what about, when).",
      /Complaint \/complaints\n.*trader! >Trader.*date! date/,
    ],
    [
      "Licence holders have a name. Licence holders shall submit a catch return every month, giving the month, the number of eels caught and the total weight in kilograms.",
      /CatchReturn \/catch-returns\n {2}month! text, licenceHolder! >LicenceHolder, numberOfEelsCaught! integer 0\.\., totalWeight! decimal/,
    ],
    [
      "Licences have a number. Each trap shall bear a tag number, and its mesh size (in mm), its coordinates and the date it was set shall be recorded.",
      /Trap \/traps\n {2}tagNumber! text, meshSize! \w+, coordinates! text, dateSet! date/,
    ],
    [
      "The librarian needs to know which scores we own: composer, title, publisher, number of copies. Singers have a name.",
      /Score \/scores\n {2}title! text, composer! text, publisher! text, numberOfCopies! integer/,
    ],
    [
      "Market days: date, opening time, location. Traders have a name.",
      /MarketDay \/market-days\n {2}location! text, date! date, openingTime! time/,
    ],
    [
      "Damage reports: boat, reported by, date, description. Boats have a name.",
      /DamageReport \/damage-reports\n {2}reportedBy! text, boat! >Boat, date! date, description longText/,
    ],
    [
      "Batches have a number and a temperature on arrival. At every step the operator enters start time, end time and yield in kg.",
      /temperatureOnArrival! decimal[\s\S]*Step \/steps\n {2}operator! text, startTime! time, endTime! time, yield! decimal/,
    ],
    [
      "Bikes have a frame number. Finished bikes are sold: buyer, price, date and whether a lock was included.",
      /Sale \/sales\n {2}buyer! text, bike! >Bike, price! money 0\.\., date! date/,
    ],
    [
      "Breweries have a name. An order is placed by a brewery and carries a reference and a date.",
      /Order \/orders\n {2}reference! text, brewery! >Brewery, date! date/,
    ],
    ["Items have a title. Every item needs a number and whether it may be copied.", /copyingAllowed boolean/],
    [
      "Members have a name. Sell bucket tickets: size, number of balls, price.",
      /BucketTicket \/bucket-tickets\n {2}size! text, numberOfBalls! integer 0\.\., price! money/,
    ],
    [
      "Donations: donor, date received, weight in kg, best-before date of the oldest item. Parcels have a date.",
      /Donation \/donations\n {2}donor! text, dateReceived! date, weight! decimal, bestBeforeDate! date/,
    ],
    [
      "Tickets: screening, member or guest name, price paid. Screenings have a title.",
      /Ticket \/tickets\n {2}memberName text, guestName text, screening! >Screening, pricePaid money|Ticket \/tickets[\s\S]*guestName text.*pricePaid money/,
    ],
    ["Tests have a date, left ear and right ear result in dB.", /leftEarResult! decimal, rightEarResult! decimal/],
  ])("%s", (objectives, expected) => expect(outline(objectives)).toMatch(expected));
});

describe("what is no record", () => {
  test("the subject of a description, when what is kept is told one by one", () => {
    const objectives = "Members: name, email. Films: title, director, year. Screenings: film, date, hall.";
    expect(outline(objectives, "Keep track of film nights")).not.toMatch(/FilmNight/);
  });

  test("planning permission asks for no sign-in", () => {
    expect(outline("Trees have a species, a reference number and the date permission was granted.")).not.toMatch(
      /sign-in/,
    );
  });
});
