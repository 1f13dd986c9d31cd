import type { Brief, Requirement, Site } from "../../artefacts.ts";
import { capital, slugOf } from "../fields.ts";
import type { SiteDraft } from "./draft.ts";
import { examples } from "./examples.ts";

/** Fills in what the brief does not say, and gives everything its final form. */
export function finish(brief: Brief, site: SiteDraft) {
  const title = capital(ownerOf(brief)).slice(0, 100);
  const assumptions: string[] = [];
  const home = site.pages.find(({ name }) => name === "index") ?? { name: "index", title, body: [], shows: [] };
  home.title = title;
  const pages = [home, ...site.pages.filter((page) => page !== home)];
  const about = pages.find(({ name }) => name === "about-us" || name === "about-me") ?? home;
  for (const { text, wish } of site.statements) {
    wish.targets.add(`text:${about.name}#${about.body.length}`);
    about.body.push(text);
  }
  const trade = site.trade.replace(/\b(?:in|at|from) .*$/, "").trim();
  const isOf = trade !== "" && /^[a-z][a-z -]+$/.test(trade) && !/s$/.test(trade);
  const introduced = isOf ? `${title} is ${/^[aeiou]/.test(trade) ? "an" : "a"} ${trade}.` : "";
  if (home.body.length === 0)
    home.body.push(introduced && about !== home ? introduced : introduced || `Welcome to ${title}.`);
  if (about !== home && about.body.length === 0 && introduced) about.body.push(introduced);
  const first = site.collections.find(({ layout }) => layout !== "questions");
  if (home.shows.length === 0 && first) home.shows.push(`${first.name}:3`);
  const collections = site.collections.map(({ count, entries, ...collection }): Site["collections"][number] => {
    const areExamples = entries.length === 0;
    if (areExamples)
      assumptions.push(
        `The brief names no ${collection.label.toLowerCase()}, so the site shows examples and says so; replace the files in content/${collection.name}/.`,
      );
    return {
      ...collection,
      entries: areExamples
        ? examples(collection.name, `${site.trade} ${brief.name}`, collection.fields, count, collection.hasTags)
        : entries,
      areExamples,
    };
  });
  const hasContact = pages.some(({ shows }) => shows.includes("contact"));
  const facts = { ...(hasContact ? { address: "", phone: "", email: "" } : {}), ...site.facts };
  const open = Object.entries(facts).flatMap(([name, value]) => (value === "" ? [name] : []));
  if (open.length > 0)
    assumptions.push(
      `The brief does not give ${listed(open)}; fill them in in content/site.json. Until then the site says nothing about them.`,
    );
  if (site.forms.length > 0)
    assumptions.push(
      "A site of plain files has no server to send with: a form opens the visitor's mail program with the message to the email in content/site.json, or posts it to formAddress there, the address of a form service. While neither is known, the page says so instead.",
    );
  if (site.hours.length === 0 && pages.some(({ shows }) => shows.includes("hours")))
    assumptions.push(
      "The brief does not give the opening hours; write them in content/hours.json. Until then the page says that they are not there yet.",
    );
  const unwritten = pages.filter(({ body, shows }) => body.length === 0 && shows.length === 0);
  if (unwritten.length > 0)
    assumptions.push(
      `The brief does not say what stands on ${listed(unwritten.map(({ title: words }) => `“${words}”`))}; the text goes into ${listed(unwritten.map(({ name }) => `content/pages/${name}.md`))}. Until then the page says that it is not written yet.`,
    );
  return {
    contract: {
      kind: "static-site" as const,
      title,
      slug: slugOf(brief.name, "website"),
      entities: [],
      reports: [],
      assumptions,
      site: {
        pages,
        collections,
        facts,
        hours: site.hours,
        hasSearch: site.hasSearch,
        hasFeed: site.hasFeed,
        ...(site.forms.length > 0 ? { forms: site.forms } : {}),
      },
    },
    requirements: requirementsOf(site),
  };
}

/** "Website for our restaurant" says what is wanted, and "La Lanterna, Italian restaurant in Graz" whose it is. */
function ownerOf({ name, description }: Brief): string {
  const wanted =
    /^(?:(?:an?|the|new|our|my|simple|static) )*(?:web ?site|home ?page|site|web presence|internet presence|blog)(?: (?:for|of) (.+))?$/i;
  const of = name.trim().match(wanted);
  if (!of) return name.trim();
  const said = description.match(
    /^([\p{Lu}][\p{L}'’&.-]*(?: (?:[\p{Lu}&][\p{L}'’&.-]*|de|di|da|la|le|and|of|the|und))*),/u,
  )?.[1];
  if (said) return said;
  const owner = (of[1] ?? "").replace(/^(?:the|our|my|an?) /i, "");
  return /^\p{Lu}/u.test(owner) ? owner : name.trim();
}

const listed = (words: readonly string[]): string =>
  words.length <= 1 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

function requirementsOf(site: SiteDraft): Requirement[] {
  const written = new Set<string>();
  const wishes = site.wishes.filter(({ text, gap }) => {
    const key = `${text.toLowerCase()} ${gap ?? ""}`;
    return written.has(key) ? false : written.add(key);
  });
  const told = wishes.map(({ sentence, text, kind, priority, targets, gap }, index): Requirement => {
    const why =
      gap ?? (targets.size === 0 ? "This version could not tell what to put on the site for this." : undefined);
    return {
      id: `R${index + 1}`,
      text: `${capital(text.trim())
        .slice(0, 600)
        .replace(/[.,;:]+$/, "")}.`,
      kind,
      priority,
      source: { part: sentence.part, quote: sentence.quote },
      acceptance: why ? [] : [acceptanceOf([...targets][0] ?? "")],
      targets: why ? [] : [...targets],
      ...(why ? { gap: why } : {}),
    };
  });
  return [
    ...told,
    {
      id: `R${told.length + 1}`,
      text: "Every link leads somewhere, every page has its own title and description, fits a phone, works without scripts and is open to everybody, and nothing is loaded from elsewhere.",
      kind: "quality",
      priority: "must",
      source: { part: "implied", quote: "" },
      acceptance: [
        { given: "the site as it is served", when: "every page is walked", then: "all of it holds on each" },
      ],
      targets: [
        "whole:links",
        "whole:name",
        "whole:accessible",
        "whole:phone",
        "whole:private",
        "whole:found",
        "whole:served",
        "whole:written",
      ],
    },
  ];
}

function acceptanceOf(target: string): Requirement["acceptance"][number] {
  const [kind = "", what = ""] = target.split(":");
  const name = what.split(/[#.]/)[0] ?? "";
  switch (kind) {
    case "page":
      return {
        given: "the first page",
        when: "a visitor follows the menu",
        then: `the page “${name}” is there with its content`,
      };
    case "text":
      return { given: `the page “${name}”`, when: "a visitor reads it", then: "it says this, word for word" };
    case "hours":
      return {
        given: "the page with the opening hours",
        when: "a visitor reads it",
        then: "it shows the hours that are known, and none that are made up",
      };
    case "fact":
      return {
        given: "the page with the contact details",
        when: "a visitor reads it",
        then: "it shows what is known, and nothing that is made up",
      };
    case "form":
      return {
        given: `the form “${name}”`,
        when: "the owner's address is known and a visitor fills it in",
        then: "the message with all its values goes there",
      };
    case "whole":
      return {
        given: "the site as it is served",
        when: "its pages are walked",
        then: `it holds what is asked (${name})`,
      };
    default:
      return {
        given: `the page “${name}”`,
        when: "an entry is added to its content",
        then: "the page shows it with all its values",
      };
  }
}
