/** Words for examples: what people, firms, places and things of a trade are called. */
export const people = [
  "Ann Keller",
  "Ben Okafor",
  "Carla Rossi",
  "David Nowak",
  "Elif Demir",
  "Farid Haddad",
  "Grace Murphy",
  "Hugo Lindqvist",
];
const families = ["Keller", "Okafor", "Rossi", "Nowak", "Demir", "Haddad", "Murphy", "Lindqvist"];
const firms = [
  "Alder & Sons",
  "Brightwater Ltd",
  "Cobalt Works",
  "Dunmore Supplies",
  "Evergreen Partners",
  "Fairfield Group",
  "Granite House",
  "Harbour Trading",
];
const streets = [
  "12 Mill Lane",
  "4 Station Road",
  "27 Church Street",
  "9 Orchard Close",
  "61 High Street",
  "3 Harbour View",
  "18 Park Avenue",
  "40 Bridge Street",
];
const cities = ["Bristol", "Leeds", "Cork", "Utrecht", "Ghent", "Porto", "Graz", "Malmö"];
const kinds = ["Standard", "Compact", "Classic", "Deluxe", "Basic", "Premium", "Junior", "Heavy-duty"];
const spending = ["Travel", "Office supplies", "Meals", "Software", "Training", "Postage", "Equipment", "Rent"];
const brands = ["Norvik", "Halden", "Tessaro", "Brandt", "Oakley & Finch", "Solberg", "Marini", "Corvin"];
const subjects = [
  "First steps",
  "Monthly review",
  "Spring preparation",
  "Safety check",
  "New arrivals",
  "Follow-up",
  "Final round",
  "Open questions",
];
const reasons = [
  "Agreed by phone",
  "Needed before the end of the month",
  "The old one is worn out",
  "Asked for by the customer",
  "Part of the yearly plan",
  "Replaces an earlier order",
  "Urgent repair",
  "Seasonal demand",
];
const notes = [
  "Prefers to be called in the morning.",
  "Everything in order.",
  "Please check again next month.",
  "Came recommended by a neighbour.",
  "Bring the spare key.",
  "Paid in full.",
  "Needs a little more time.",
  "Nothing special.",
];

/** Topics by trade, found by a word of the entity or the field. */
const trades: [pattern: RegExp, words: string[]][] = [
  [
    /bike|bicycle|cycle/,
    ["City bike", "Mountain bike", "Cargo bike", "Tandem", "E-bike", "Racing bike", "Folding bike", "Child's bike"],
  ],
  [
    /lesson|music|class|course|topic/,
    [
      "Scales in C major",
      "First song",
      "Rhythm and counting",
      "Reading notes",
      "Chord changes",
      "Recital piece",
      "Ear training",
      "Playing together",
    ],
  ],
  [
    /request|purchase|item|order/,
    [
      "Office chairs",
      "Laptop stand",
      "Safety gloves",
      "Printer paper",
      "Projector",
      "First-aid kit",
      "Desk lamp",
      "Whiteboard",
    ],
  ],
  [
    /boiler|heating/,
    [
      "Combi boiler",
      "System boiler",
      "Condensing boiler",
      "Back boiler",
      "Oil boiler",
      "Heat pump",
      "Wall boiler",
      "Gas boiler",
    ],
  ],
  [
    /car|vehicle|van|truck|fleet/,
    ["White van", "Estate car", "Pickup", "Minibus", "Tipper", "Hatchback", "Box truck", "Coupé"],
  ],
  [
    /room|space|hall|studio/,
    ["Garden room", "Blue room", "Main hall", "Attic studio", "Library", "Corner office", "North hall", "Workshop"],
  ],
  [
    /book|library/,
    [
      "The Long Shore",
      "A Field Guide to Moss",
      "Northern Kitchens",
      "Bridges",
      "Small Machines",
      "The Tide Table",
      "Winter Gardens",
      "Letters Home",
    ],
  ],
  [/pet|animal|dog|cat|horse|patient/, ["Bella", "Max", "Luna", "Charlie", "Milo", "Daisy", "Oscar", "Poppy"]],
  [
    /plant|tree|seed|crop|flower/,
    ["Apple tree", "Lavender", "Tomato", "Sunflower", "Barley", "Oak", "Rosemary", "Pumpkin"],
  ],
  [
    /tool|equipment|machine|asset|device/,
    ["Drill", "Generator", "Ladder", "Mixer", "Projector", "Welding set", "Pump", "Table saw"],
  ],
  [
    /task|job|ticket|issue|visit|repair|work/,
    [
      "Replace the filter",
      "Fix the front door",
      "Check the wiring",
      "Clean the gutters",
      "Install shelves",
      "Paint the hall",
      "Test the alarm",
      "Service the lift",
    ],
  ],
  [
    /recipe|meal|dish|menu|food/,
    [
      "Leek soup",
      "Lemon tart",
      "Roast squash",
      "Bean stew",
      "Fish pie",
      "Apple crumble",
      "Mushroom rice",
      "Herb salad",
    ],
  ],
  [
    /event|meeting|session|workshop/,
    [
      "Opening evening",
      "Team day",
      "Summer fair",
      "Members' meeting",
      "Autumn workshop",
      "Book night",
      "Charity run",
      "Winter market",
    ],
  ],
  [
    /project|campaign/,
    [
      "New website",
      "Office move",
      "Summer campaign",
      "Warehouse extension",
      "Rebranding",
      "Kitchen refit",
      "Data cleanup",
      "Trade fair",
    ],
  ],
  [
    /product|\bparts?\b|stock|inventory|article/,
    ["Hinge set", "Copper pipe", "Oak board", "LED strip", "Paint, 5 l", "Screws, 100", "Cable, 10 m", "Door handle"],
  ],
  [
    /department|division/,
    ["Sales", "Finance", "Purchasing", "Human resources", "Customer service", "Production", "Marketing", "Logistics"],
  ],
  [
    /incident|complaint|defect|\bbug\b|problem/,
    [
      "Printer does not print",
      "Cannot sign in",
      "Delivery arrived late",
      "Wrong amount on the invoice",
      "Heating makes a noise",
      "Page loads slowly",
      "Parts are missing",
      "Door does not close",
    ],
  ],
  [
    /deal|opportunity|lead|quote|contract|offer/,
    [
      "Website relaunch",
      "Yearly maintenance",
      "Office furniture",
      "Training for ten",
      "New machines",
      "Cleaning twice a week",
      "Fleet insurance",
      "Warehouse shelves",
    ],
  ],
];

const isPerson =
  /customer|client|pupil|student|member|staff|employee|person|people|patient|tenant|guest|teacher|instructor|contact|volunteer|driver|owner|parent|user|supervisor|technician|engineer|candidate|applicant|donor|resident|author|child|coach|trainer|manager|worker|requester|player|borrower|reader|visitor|buyer|seller|agent/i;
const isFirm =
  /company|supplier|vendor|firm|organi[sz]ation|business|agency|partner|manufacturer|landlord|shop|store|clinic|school/i;

/** Eight fitting words for a text field of an entity. */
export function wordsFor(entity: string, field: string): readonly string[] {
  const name = field.toLowerCase();
  const thing = entity.toLowerCase();
  if (/first.?name/.test(name)) return people.map((each) => each.split(" ")[0] ?? each);
  if (/last.?name|surname|family/.test(name) || (/family|household/.test(thing) && /name/.test(name))) return families;
  if (/address|street/.test(name)) return streets;
  if (/city|town|place|location|site|area/.test(name)) return cities;
  if (/brand|make|manufacturer/.test(name)) return brands;
  if (/reason|cause|why|justification/.test(name)) return reasons;
  if (/note|comment|remark|description|detail|text|content|message|summary|feedback/.test(name)) return notes;
  if (/code|number|serial|reference|sku|plate|registration|barcode|\bid\b/.test(name))
    return Array.from({ length: 8 }, (_, index) => `${initials(entity)}-${101 + index * 7}`);
  if (isFirm.test(name) || (isFirm.test(thing) && /name|title/.test(name))) return firms;
  if (isPerson.test(name) || (isPerson.test(thing) && /name|title/.test(name))) return people;
  if (/category/.test(name) && /expense|cost|claim|transaction|payment/.test(thing)) return spending;
  if (/model|type|kind|category|grade|level/.test(name)) return kinds;
  const trade = trades.find(([pattern]) => pattern.test(thing)) ?? trades.find(([pattern]) => pattern.test(name));
  if (trade) return trade[1];
  if (/name/.test(name)) return kinds.map((kind) => `${kind} ${thing}`);
  return /topic|subject|title/.test(name) ? subjects : kinds.map((kind) => `${kind} ${name}`);
}

const initials = (entity: string) =>
  entity
    .replace(/[^A-Za-z]/g, "")
    .slice(0, 2)
    .toUpperCase() || "NO";
