/** Words the grammar leans on. Trades and their things are not here: those the analyst reads from the brief itself. */

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** What software does with its records as such: "keep customers", "manage bookings". */
export const keepingVerbs =
  words(`keep track record manage store register log list maintain hold catalogue catalog organise
  organize collect note enter add save administer handle document capture monitor have create define edit update delete remove`);

/** What people do to look at records: "sees what is overdue", "show open tickets". */
export const seeingVerbs =
  words(`show see list view display find search filter sort report warn remind alert notify highlight flag
  calculate count sum total look browse check know print export import send e-mail email text tell track get compare download upload`);

/** A person makes a record: the record remembers who. */
export const filingVerbs = words(
  "file submit create write report log request raise post make send place enter record add open propose suggest claim",
);

/** One thing holds others. */
export const holdingVerbs = words("have own contain include comprise hold get carry");

/** A verb between two things and what the event of it is called. */
export const events: ReadonlyMap<string, { noun: string; out?: true }> = new Map(
  Object.entries({
    hire: { noun: "hire", out: true },
    rent: { noun: "rental", out: true },
    borrow: { noun: "loan", out: true },
    lend: { noun: "loan", out: true },
    loan: { noun: "loan", out: true },
    book: { noun: "booking" },
    reserve: { noun: "reservation" },
    vote: { noun: "vote" },
    buy: { noun: "purchase" },
    purchase: { noun: "purchase" },
    order: { noun: "order" },
    sell: { noun: "sale" },
    visit: { noun: "visit" },
    attend: { noun: "attendance" },
    join: { noun: "membership" },
    enrol: { noun: "enrolment" },
    enroll: { noun: "enrollment" },
    register: { noun: "registration" },
    adopt: { noun: "adoption" },
    apply: { noun: "application" },
    subscribe: { noun: "subscription" },
    donate: { noun: "donation" },
    inspect: { noun: "inspection" },
    repair: { noun: "repair" },
    service: { noun: "service" },
    review: { noun: "review" },
    rate: { noun: "rating" },
    teach: { noun: "lesson" },
    clean: { noun: "cleaning" },
    deliver: { noun: "delivery" },
    treat: { noun: "treatment" },
    examine: { noun: "examination" },
    train: { noun: "training" },
    feed: { noun: "feeding" },
    water: { noun: "watering" },
    prune: { noun: "pruning" },
    vaccinate: { noun: "vaccination" },
    groom: { noun: "grooming" },
    walk: { noun: "walk" },
    assign: { noun: "assignment" },
    sponsor: { noun: "sponsorship" },
    play: { noun: "game" },
  }),
);

/** Verbs that move a record from one state to another: participle, the states it may come from, what is noted. */
export type StateVerb = { participle: string; from: readonly string[]; stamp?: string };
export const stateVerbs: ReadonlyMap<string, StateVerb> = new Map(
  Object.entries({
    submit: { participle: "submitted", from: ["draft"] },
    approve: { participle: "approved", from: ["pending", "submitted"], stamp: "decidedOn" },
    reject: { participle: "rejected", from: ["pending", "submitted"], stamp: "decidedOn" },
    decline: { participle: "declined", from: ["pending", "submitted"], stamp: "decidedOn" },
    refuse: { participle: "refused", from: ["pending", "submitted"], stamp: "decidedOn" },
    deny: { participle: "denied", from: ["pending", "submitted"], stamp: "decidedOn" },
    accept: { participle: "accepted", from: ["pending", "submitted"], stamp: "decidedOn" },
    grant: { participle: "granted", from: ["pending", "submitted"], stamp: "decidedOn" },
    confirm: { participle: "confirmed", from: ["pending", "submitted"] },
    verify: { participle: "verified", from: ["pending", "submitted"] },
    close: { participle: "closed", from: ["open", "resolved"] },
    resolve: { participle: "resolved", from: ["open"] },
    reopen: { participle: "open", from: ["closed", "resolved"] },
    start: { participle: "started", from: ["open", "approved"] },
    begin: { participle: "started", from: ["open"] },
    complete: {
      participle: "completed",
      from: [
        "open",
        "pending",
        "started",
        "confirmed",
        "approved",
        "accepted",
        "scheduled",
        "planned",
        "booked",
        "in progress",
      ],
      stamp: "completedOn",
    },
    finish: {
      participle: "finished",
      from: [
        "open",
        "pending",
        "started",
        "confirmed",
        "approved",
        "accepted",
        "scheduled",
        "planned",
        "booked",
        "in progress",
      ],
      stamp: "finishedOn",
    },
    cancel: { participle: "cancelled", from: [] },
    pay: { participle: "paid", from: ["unpaid"], stamp: "paidOn" },
    settle: { participle: "settled", from: ["open", "unpaid"], stamp: "settledOn" },
    reimburse: { participle: "reimbursed", from: ["approved"], stamp: "reimbursedOn" },
    ship: { participle: "shipped", from: ["open", "packed"], stamp: "shippedOn" },
    dispatch: { participle: "dispatched", from: ["open", "packed"], stamp: "dispatchedOn" },
    pack: { participle: "packed", from: ["open"] },
    return: { participle: "returned", from: ["out"], stamp: "returnedOn" },
    publish: { participle: "published", from: ["draft"], stamp: "publishedOn" },
    archive: { participle: "archived", from: [] },
    sign: { participle: "signed", from: ["open"], stamp: "signedOn" },
    invoice: { participle: "invoiced", from: ["done", "completed", "finished", "delivered"], stamp: "invoicedOn" },
    schedule: { participle: "scheduled", from: ["open", "pending", "requested"] },
    escalate: { participle: "escalated", from: ["open"] },
    withdraw: { participle: "withdrawn", from: [] },
    terminate: { participle: "terminated", from: [] },
    suspend: { participle: "suspended", from: ["active"] },
    activate: { participle: "active", from: ["inactive", "suspended", "paused"] },
    pause: { participle: "paused", from: ["active", "open", "started", "in progress"] },
    resume: { participle: "active", from: ["paused", "suspended"] },
    deactivate: { participle: "inactive", from: ["active"] },
    implement: { participle: "implemented", from: ["accepted", "approved"] },
    investigate: { participle: "investigated", from: ["open", "received"] },
    collect: { participle: "collected", from: ["open", "ready"], stamp: "collectedOn" },
  }),
);

/** The state a record starts in, by what can happen to it. */
export const initialStates: readonly (readonly [verbs: ReadonlySet<string>, state: string])[] = [
  [words("submit publish"), "draft"],
  [words("approve reject decline refuse deny accept grant confirm verify"), "pending"],
  [words("return"), "out"],
  [words("pay settle"), "unpaid"],
  [words("close resolve reopen start begin complete finish ship dispatch pack sign collect"), "open"],
  [words("pause resume"), "active"],
];

/** People who work in the business that the software is for: roles when there is a sign-in. */
export const staff =
  words(`staff employee manager supervisor admin administrator director boss coordinator user team colleague worker
  office dispatcher secretary accountant treasurer moderator receptionist clerk foreman committee organiser organizer approver reviewer
  librarian planner editor operator chief head lead personnel crew assistant bookkeeper`);

/** People that a business keeps records of. */
export const people =
  words(`customer client kid pupil student member person patient guest teacher instructor contact volunteer driver
  parent technician engineer owner candidate applicant donor resident author child coach trainer player borrower reader visitor buyer
  seller agent tenant landlord doctor nurse vet mechanic farmer gardener artist musician attendee participant speaker sponsor supplier
  vendor passenger rider walker sitter tutor nanny cleaner plumber electrician chef waiter hairdresser stylist therapist dentist lawyer
  photographer guide runner athlete beekeeper breeder keeper grower foster adopter carer caregiver partner inspector auditor surveyor
  subscriber booker renter hirer lender singer dancer actor freelancer contractor subcontractor requester assignee family household`);

/** Words for the software, its screens, or the business as a whole: never records. */
export const notRecords =
  words(`system app application website site software tool platform database dashboard page overview screen form
  interface data information detail record history shop business company organisation organization firm we us i you they it he she them
  way place thing list entry view everyone everybody anyone someone nobody something everything anything what who which that this these
  those one anybody somebody first last money ability feature functionality option button user-interface api front-end back-end backend frontend web internet phone mobile
  tablet browser computer time today tomorrow week month year day morning afternoon evening order-to need job-to lot set kind sort
  objective goal purpose aim requirement program chance spreadsheet paper csv pdf excel overdue total number amount count
  sum average all each other another same due search filter report summary statistic password login sign-in account more less most few
  moment end start beginning case example rest part glance sight click request-to hand board basis line`);

/** Plural words that are still one value of a record, not records of their own. */
export const pluralValues =
  words(`notes hours minutes days weeks months years points details comments remarks instructions allergies
  kilometres kilometers miles metres meters litres liters kilograms grams seats bedrooms bathrooms pages servings copies contents
  dimensions measurements symptoms findings observations tags keywords qualifications skills coordinates terms conditions credits
  guests attendees calories results ingredients hectares acres tonnes kilos degrees needs preferences requirements
  restrictions interests hobbies injuries ailments`);

/** Places and kinds of business that look at records without being one. */
export const business = words(
  "shop store school clinic office business company club studio garage salon hotel restaurant farm library museum theatre gym centre center practice agency bakery cafe workshop charity association church council hospital team nursery kennel shelter kitchen depot authority",
);

export const smallWords =
  words(`a an the each every all any no some its their our his her your my this that these those of for to in on
  at by with from into over under above below per between within against about as and or but then so if when while who which what whose where
  is are was were be been has have had can could may might must should shall will would need needs want not only also just at least most more
  less than it they them we us i you he she there one two three four five six seven eight nine ten up out off again once twice`);
