import { describe, expect, test } from "vitest";
import { outlineOf } from "./corpus/outline.ts";
import { analyse } from "./index.ts";

/** What is read of objectives as their authors write them. */
function outline(objectives: string): string {
  const result = analyse({ name: "Software", description: "Software.", objectives });
  if ("code" in result) throw new Error(`${result.code}: ${result.message}`);
  return outlineOf(result);
}

describe("what people write, in the words they use", () => {
  test.each([
    [
      "Cases have a number. Documents are submitted by a party with title, date received and number of pages.",
      /Document \/documents\n {2}title! text, party! .*dateReceived! date, numberOfPages! integer/,
    ],
    [
      "Logs: date, wind speed in km/h, litres sold, minutes spent.",
      /windSpeed! decimal, litresSold! decimal, minutesSpent! integer/,
    ],
    [
      "Commissions have an order date. Each commission comes from a parish. Bells: commission, strike note, weight in kg.",
      /Bell \/bells\n.*commission! >Commission.*weight! decimal/,
    ],
    [
      "Guests come in the evening. We write down first name, nationality and whether they have a dog.",
      /Guest \/guests\n {2}firstName! text, nationality! text, dog boolean/,
    ],
    [
      "When the courier delivers a parcel, the concierge enters the flat, the courier company and the size.",
      /^Parcel \/parcels\n {2}flat! text, courierCompany! text, size! text$/,
    ],
    [
      "When it snows we start a callout with a date, snow depth in cm and temperature.",
      /^Callout \/callouts\n {2}date! date, snowDepth! decimal, temperature! decimal$/,
    ],
    [
      "The inventory holds for every bridge its number, name, river and year built.",
      /^Bridge \/bridges\n.*river! text, yearBuilt! integer/,
    ],
    [
      "Coverings have a date. A foaling has a date. The foal's sex, colour and weight are recorded at birth.",
      /Foal \/foals\n.*sex! text, colour! text, weight! decimal/,
    ],
    [
      "A covering has a date. The stud fee is noted, and whether the mare is in foal.",
      /date! date, studFee! money 0\.\., inFoal boolean/,
    ],
    [
      "The stud keeps mares and stallions. Mares have a name. Stallions have a colour.",
      /Mare \/mares\n {2}name! text\nStallion .*\n(?!.*[Ss]tud).*colour! text/,
    ],
    [
      "Puppets have a name. Plays have a title. Each puppet belongs to several plays.",
      /PuppetPlay .*\n {2}puppet! >Puppet, play! >Play/,
    ],
    ["Incidents are reported with time, place and what happened.", /time! time, description longText/],
    [
      "Screenings have a number. Screenings show a film in a hall on a date at a time.",
      /film! >Film, hall! >Hall, date! date, time! time/,
    ],
    [
      "Households register with number of adults and children.",
      /numberOfAdults! integer 0\.\., numberOfChildren! integer 0/,
    ],
    [
      "Hives have a number. Inspections have a date and a hive. Volunteers can only add inspections.",
      /^(?!.*volunteer!)/s,
    ],
    [
      "R1 Sets have a name.\nR2 A cycle has a number and a result (passed/failed).\nR3 Rooms have a name.",
      /Cycle \/cycles\n {2}number! text, result! passed\/failed/,
    ],
    [
      "For each aid the following is recorded: name, position (latitude and longitude), colour.",
      /latitude! decimal, longitude! decimal, colour! text/,
    ],
    [
      "There are 25 pitches in 4 streets: pitch number, has electricity, daily fee.",
      /Pitch \/pitches\n {2}pitchNumber! text, electricity boolean, dailyFee! money/,
    ],
    [
      "Traders have a name. Inspectors visit; they note trader, date, score and whether a re-visit is needed.",
      /Visit \/visits\n.*trader! >Trader, date! date, score! integer 0\.\., reVisitNeeded boolean/,
    ],
    [
      "Households register with a surname, their postcode and number of adults.",
      /Household .*\n.*surname! text, postcode! text, numberOfAdults! integer/,
    ],
    [
      "Exams have a name. Each exam has four parts: reading, listening, writing, speaking.",
      /Part \/parts\n.*type! reading\/listening\/writing\/speaking, exam! >Exam/,
    ],
    ["Aids have a number. Aids are buoys, beacons or lighthouses.", /type! buoy\/beacon\/lighthouse/],
    [
      "Sets have a code. Sets are issued to an operating theatre with date, time and patient number.",
      /Issue \/issues\n.*set! >Set,.*date! date, time! time, patientNumber! text/,
    ],
    [
      "Sterilisers have a name. Sterilisers need a service every 6 months. Record services with date and cost.",
      /Service \/services\n.*steriliser! >Steriliser/,
    ],
    [
      "The wardrobe lends costumes to schools and theatres. A costume has a size.",
      /Loan \/loans\n {2}costume! >Costume, returnedOn date/,
    ],
    [
      "Weddings have a date. Each wedding has tasks with a due date, and vendors with a price.",
      /Vendor \/vendors\n {2}name! text, wedding! >Wedding, price! money/,
    ],
    ["Theses have a title and a grade between 1.0 and 5.0.", /grade! decimal 1\.\.5/],
    ["Trips have a departure and a return.", /return! date, departure date/],
    ["Offers have a title. A driver can accept an offer.", /Offer .*\n.*pending\/accepted/],
    [
      "Hives have a number. Hives can be active, weak, queenless or dead.",
      /number! text, status! active\/weak\/queenless\/dead$/,
    ],
    ["Rooms have a number. Rooms may be single, double or twin.", /type! single\/double\/twin$/],
    [
      "Samples have a number and a result. The result is either none detected, low or high.",
      /result! none detected\/low\/high$/,
    ],
    ["Fines have an amount. Fines are paid or open.", /status! paid\/open$/],
    [
      "A ride has a destination. A ride is requested, then assigned, then on the way, then finished.",
      /status! requested\/assigned\/on the way\/finished/,
    ],
    ["Permits have a number. The clerk grants or turns down permits.", /pending\/granted\/declined/],
    ["Contracts have a monthly fee, start, end.", /start! date, monthlyFee! money 0\.\., end! date/],
    ["Shifts have a date, start, end.", /date! date, start! time, end! time/],
    ["Samples: number, condition good / fair / poor, extent in m2.", /condition! good\/fair\/poor, extent! decimal/],
    [
      "Species: Latin name, red list category such as LC, NT or EN.",
      /redListCategory! lc\/nt\/en|redListCategory! LC\/NT\/EN/,
    ],
    [
      "Rides have a destination, a fare and how it was paid - cash, card or invoice.",
      /fare! money 0\.\., paymentMethod! cash\/card\/invoice/,
    ],
    ["Clients have a name and whether they signed the consent form.", /consentFormSigned boolean/],
    ["Vets' visits: date, findings, cost. Birds have a name.", /VetVisit \/vet-visits\n.*date! date/],
    [
      "Lots have a number. Buyers place bids on lots.",
      /Bid \/bids\n {2}(?=.*buyer! >Buyer)(?=.*lot! >Lot).*amount! money/,
    ],
    ["Courses have a name. The head assigns an instructor to a course.", /Course .*\n.*instructor >Instructor/],
    [
      "Hives have a number. Harvests record hive, date and kilograms of honey.",
      /Harvest \/harvests\n {2}hive! >Hive, date! date, kilogramsOfHoney! decimal/,
    ],
    [
      "Donors have a name. We weigh each donation and note the donor, the category and the best-before date.",
      /Donation \/donations\n {2}category! text, donor! >Donor, bestBeforeDate! date/,
    ],
    [
      "Birds have a ring number. Each morning we weigh every bird and write down the weight in grams and the food given in grams.",
      /Weighing \/weighings\n {2}bird! >Bird, date! date, weight! decimal, foodGiven! decimal/,
    ],
    [
      "For each ride we take down the address, the time they want to be collected and the number of people. After the ride the driver enters the fare.",
      /Ride \/rides\n {2}address! text, time! time, numberOfPeople! integer 0\.\., fare money/,
    ],
    ["Treatments against varroa: product, start date, end date.", /^Treatment \/treatments\n/],
    ["A delivery of logs has a date and a volume.", /^Delivery \/deliveries\n/],
    ["Wardens note offences: place, date, kind of offence and fine.", /^Offence \/offences\n.*fine! money/],
    ["Theses have a title and a grade.", /^Thesis \/theses\n/],
    [
      "Finds have a number and a material (glass, bone); weight in g, finder, date found.",
      /^Find \/finds\n.*material! glass\/bone, weight! decimal, finder! text, dateFound! date/,
    ],
    [
      "clients have name and phone\nrooms have number\nshow clients by name",
      /Client .*\n.*\nRoom \/rooms\n {2}number! text$/,
    ],
    [
      "Advertisers have a name. Campaigns belong to an advertiser. Fields: title, budget.",
      /Campaign .*\n.*title! text, advertiser! >Advertiser, budget! money/,
    ],
    [
      "PATIENTS\nName, phone, date of birth.\n\nTESTS\nEach patient has eye tests.",
      /Patient \/patients\n {2}name! text, phone phone, dateOfBirth! date/,
    ],
    [
      "As the farm manager I want to register fields with a name and an area in hectares, so that I know where things are.",
      /^Field \/fields\n {2}name! text, area! decimal$/,
    ],
    [
      "Each order has a date. Each order shall have several charges, each with a description and an amount. The total of the charges shall be shown for each order.",
      /Charge \/charges\n {2}description longText, amount! money 0\.\., order! >Order\n(?:.*\n)*report total-of-the-charges-per-order: count, sum amount of Charge by order/,
    ],
    [
      "Artists have a name. Bookings have a date, an artist and a price. How much does each artist make per month?",
      /report revenue-per-artist-and-month: count, sum price of Booking by artist and month of date/,
    ],
    [
      "A show has a title. A presenter has a name. A show can have several presenters and a presenter several shows.",
      /ShowPresenter \/show-presenters\n {2}show! >Show, presenter! >Presenter/,
    ],
    [
      "Keep deeds with a number and the parties. A party has a name. The same party may appear in several deeds.",
      /DeedParty \/deed-parties\n {2}deed! >Deed, party! >Party/,
    ],
    [
      "Elevators have a number. A fault report has an elevator and a time of call. When a fault is resolved the technician enters the cause and the labor hours.",
      /timeOfCall! time, cause text, laborHours decimal/,
    ],
    [
      "Orders have a number. Orders are placed, sent to the lab, received, and collected.",
      /placed\/sent to the lab\/received\/collected/,
    ],
    [
      "Repairs have a title. Repairs: waiting for parts, in progress, painted, picked up.",
      /waiting for parts\/in progress\/painted\/picked up/,
    ],
    ["A member has a name. A member may be a junior or a senior.", /type! junior\/senior/],
    [
      "Log treatments (shearing, spraying) with the date and the hours spent.",
      /type! shearing\/spraying, hoursSpent! decimal/,
    ],
    ["Each lesson of a course has a date and a topic. Courses have a name.", /course! >Course/],
    ["Record inspections of sectors with date, findings and whether it passed.", /passed boolean/],
    [
      "Members have a name. Climbers log their ascents of a route with date. Routes have a colour.",
      /climber! >Climber, route! >Route, date! date/,
    ],
    [
      "Members reserve telescopes. A reservation has a date. Two members cannot have the same telescope on the same night.",
      /one per telescope\+date/,
    ],
    [
      "Expenses have a date, a category and an amount. Show the total amount per category and per month.",
      /per-month.*\n.*per-category-and-month.*\n.*per-category:/,
    ],
    [
      "Turbines:\n- turbine ID (must be unique)\n- wind farm\n- rated power in kW\n\nWork orders:\n- belong to a turbine\n- are opened, started and closed",
      /turbineId!\^ text, windFarm! text, ratedPower! decimal(?:.*\n)+WorkOrder(?:.*\n).*turbine! >Turbine, status! opened\/started\/closed/,
    ],
    [
      "Register mentors and mentees with name and expertise.",
      /Mentor .*\n.*expertise! text\nMentee .*\n.*expertise! text/,
    ],
    [
      "Dogs have a name. Vet costs are recorded per dog with date, treatment and amount.",
      /VetCost .*\n.*dog! >Dog, date! date, amount! money/,
    ],
    ["Rooms: number, drum kit yes/no.", /drumKit boolean/],
    [
      "Members have a name. Record payments of members with date and amount.",
      /Payment .*\n.*member! >Member, date! date, amount! money/,
    ],
    [
      "Dives have a place, a gas and the start and end pressure of the tank. The end pressure has to be lower than the start pressure.",
      /startPressureOfTank! decimal, endPressureOfTank! decimal\n {2}~ never endPressureOfTank ≥ startPressureOfTank/,
    ],
    [
      "On each foray we note the finds: species, habitat and whether it is edible. A foray has a date.",
      /Find .*\n.*foray! >Foray, habitat! text, edible boolean/,
    ],
    ["Permits have a route, from date and to date.", /fromDate! date, toDate! date/],
  ])("%s", (objectives, expected) => expect(outline(objectives)).toMatch(expected));

  test.each([
    ["Hi, could you build us a tool for our radio station? Shows have a title. Thanks!", /gap/],
    ["Artists have a name. Customers have a name. Customers pay by card.", /Card \/|pay: unpaid/],
    ["Horses have a name. The vet comes when needed. Each horse has the hay in kilos.", /Kilo \/|HayInKilo/],
    ["Permits have a zone. What do we need? Residents request permits. Who decides? A clerk approves permits.", /gap/],
    ["We sell fabric and teach quilting. Customers have a name (I send them a card).", /gap/],
    ["Classes have a title. Customers book classes. Please no overbooking!", /overbooking! text/],
    [
      "Turbines have a name. Orders have a date and a turbine. No more than two teams may work on one turbine.",
      /~ one per/,
    ],
    ["Forays have a date and a maximum of 15 people.", /maximumOf15|max15/i],
    ["Layouts have a title. Stands have a number. List layouts that don't have a stand yet.", /StandYet|standYet/],
    ["Bridges have a rating. List bridges with a rating of 4 or worse.", /OrWorse/],
    ["Samples have a name. Show how many samples each client missed.", /report/],
  ])("nothing else is made of %s", (objectives, junk) => expect(outline(objectives)).not.toMatch(junk));
});
