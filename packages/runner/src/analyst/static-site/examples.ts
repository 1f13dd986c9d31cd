import type { Site } from "../../artefacts.ts";

type Entry = Site["collections"][number]["entries"][number];
type Field = Site["collections"][number]["fields"][number];

const dishes: readonly (readonly [trade: RegExp, names: readonly string[]])[] = [
  [/bak|bread|patisserie|cake/i, ["Country loaf", "Butter croissant", "Rye bread", "Cinnamon roll", "Apple turnover"]],
  [/caf|coffee|tea/i, ["Espresso", "Flat white", "Pot of tea", "Carrot cake", "Cheese toastie"]],
  [/pizz/i, ["Margherita", "Marinara", "Quattro stagioni", "Funghi", "Tiramisu"]],
  [/bar|pub|brew/i, ["Pale ale", "Stout", "Cider", "Ploughman's lunch", "Salted nuts"]],
  [/ice|gelat/i, ["Vanilla", "Pistachio", "Lemon sorbet", "Stracciatella", "Affogato"]],
  [/./, ["Leek soup", "Bean stew", "Fish pie", "Herb salad", "Lemon tart"]],
];

/** What entries of a kind are called, by a word of their collection. */
const titles: readonly (readonly [kind: RegExp, names: readonly string[]])[] = [
  [
    /team|staff|people|member|trainer|teacher|doctor|instructor|musician|artist|speaker/,
    ["Ann Keller", "Ben Okafor", "Carla Rossi", "David Nowak", "Elif Demir"],
  ],
  [
    /project|portfolio|work|case/,
    ["Garden pavilion", "Harbour timetable", "Field guide to moss", "Reading lamp", "Library signs"],
  ],
  [
    /gallery|photo|picture|painting/,
    ["Morning light", "The front door", "At work", "Summer evening", "Details", "Quiet corner"],
  ],
  [
    /event|concert|exhibition|date|programme|workshop|tour/,
    ["Opening evening", "Summer fair", "Open day", "Winter market", "Members' meeting"],
  ],
  [/blog|news|post|article|journal/, ["What we are working on", "A look behind the scenes", "Three things we learned"]],
  [/testimonial|review|reference|quote/, ["A happy regular", "A new neighbour", "A long-time customer"]],
  [/faq|question/, ["How can I get in touch?", "When are you open?", "Where can I find you?"]],
  [/recipe/, ["Leek soup", "Lemon tart", "Bean stew", "Apple crumble"]],
  [/course|class|lesson/, ["Beginners", "Intermediate", "Advanced", "Weekend course"]],
  [/room|apartment|cottage|cabin/, ["Garden room", "Attic room", "Blue room", "Family room"]],
  [/service|treatment|package|offer/, ["First visit", "Regular care", "Full service", "Emergency call"]],
  [/book|publication|paper|album|song|record/, ["The long shore", "Small machines", "Winter gardens", "Letters home"]],
  [/sponsor|partner|link/, ["Alder & Sons", "Brightwater Ltd", "Cobalt Works"]],
  [/job|vacanc|position/, ["Apprentice", "Team leader", "Weekend help"]],
];

const bodies: readonly (readonly [kind: RegExp, text: string])[] = [
  [
    /blog|news|post|article|journal/,
    "A post begins with a sentence or two that say what it is about.\n\nThen it goes on for as long as it has something to say.",
  ],
  [/faq|question/, "The answer stands here, in as few words as it needs."],
  [/testimonial|review|reference|quote/, "> What somebody said, in their own words."],
  [/project|portfolio|work|case|recipe/, "What it is, who it was made for, and how it came about."],
];

const tagWords = ["news", "how we work", "ideas"];

/** So many entries that show how a collection will look; the page says that they are examples. */
export function examples(
  name: string,
  trade: string,
  fields: readonly Field[],
  count: number | undefined,
  hasTags: boolean,
): Entry[] {
  const isFood = /menu|dish|food|drink|price/.test(name);
  const names =
    (isFood ? dishes.find(([pattern]) => pattern.test(trade)) : titles.find(([pattern]) => pattern.test(name)))?.[1] ??
    ["First", "Second", "Third", "Fourth"].map((word) => `${word} of our ${name.replace(/-/g, " ")}`);
  const body = bodies.find(([pattern]) => pattern.test(name))?.[1] ?? "";
  return Array.from({ length: Math.min(count ?? names.length, 24) }, (_, index) => {
    const round = Math.floor(index / names.length);
    return {
      title: `${names[index % names.length]}${round > 0 ? ` ${round + 1}` : ""}`,
      values: Object.fromEntries(fields.map((field) => [field.name, exampleOf(name, field, index)])),
      tags: hasTags ? [tagWords[index % tagWords.length] ?? ""] : [],
      body,
    };
  });
}

function exampleOf(collection: string, { name, kind }: Field, index: number): string {
  switch (kind) {
    case "money":
      return (2.4 + index * 1.15).toFixed(2);
    case "number":
      return /year/i.test(name) ? String(2021 + (index % 4)) : String(index + 1);
    case "date":
      return `2025-0${(index % 8) + 1}-1${index % 9}`;
    case "url":
      return `https://example.com/${collection}/${index + 1}`;
    case "image":
      return `/images/${collection}/${index + 1}.svg`;
    default:
      return (
        words[index % words.length]?.[
          /role|position|job/i.test(name) ? 0 : /time|when/i.test(name) ? 1 : /place|location|where/i.test(name) ? 2 : 3
        ] ?? ""
      );
  }
}

const words = [
  ["Manager", "19:00", "Main hall", "Standard"],
  ["Head of workshop", "10:00", "Garden", "Classic"],
  ["Office", "18:30", "Library", "Large"],
  ["Apprentice", "14:00", "Courtyard", "Small"],
] as const;
