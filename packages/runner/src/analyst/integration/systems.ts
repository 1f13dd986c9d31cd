import { capital, kebab } from "../fields.ts";

/** One of the programs that a brief names. `core` is its name without "system" and articles, in small letters. */
export type System = { name: string; label: string; core: string; count: number };

const words = (list: string): string =>
  list
    .trim()
    .split(/\s*,\s*|\n\s*/)
    .join("|");

/** What stands behind the name of a program and says that it is one. */
const kind =
  "(?:systems?|software|platforms?|apps?|applications?|tools?|databases?|programs?|programmes?|packages?|suites?|solutions?|api|portal|backend)";

/** Programs that people call by what they are for. */
const common = words(`crm, erp, wms, pim, pos, hris, lms, cms, dms, mailing list, newsletter list, helpdesk, help desk,
service desk, issue tracker, bug tracker, tracker, web shop, webshop, online shop, online store, web store, shop, store,
storefront, marketplace, warehouse, accounting, accounts, bookkeeping, general ledger, ledger, billing, invoicing, payroll,
office directory, directory, calendar, data warehouse, point of sale, till, student administration, school administration,
personnel administration, administration, channel manager, booking engine, pms, payment provider, payment processor, shipping provider, carrier, courier, backend,
access control, intranet, bank, website, central register`);

/** Programs by the names that they are sold under. That they are programs is all that is known of them here. */
const sold =
  words(`shopify, woocommerce, magento, prestashop, bigcommerce, shopware, squarespace, wix, etsy, amazon, ebay, bol\\.com,
hubspot, salesforce, pipedrive, zoho crm, zoho, dynamics 365, dynamics, sugarcrm, mailchimp, sendgrid, klaviyo, brevo, activecampaign,
campaign monitor, convertkit, xero, quickbooks, exact online, sage, datev, moneybird, freshbooks, netsuite, odoo, sap, stripe, mollie,
adyen, paypal, chargebee, recurly, zendesk, freshdesk, intercom, help scout, jira, github, gitlab, linear, asana, trello, monday\\.com,
notion, airtable, clickup, basecamp, slack, teams, outlook, google calendar, google contacts, google sheets, gmail, workday, bamboohr,
personio, afas, nmbrs, clubdesk, eventbrite, calendly, typeform, twilio, dhl, postnl, ups, fedex, sendcloud, shipstation, mews, cloudbeds,
toggl, harvest, clockify, moodle, canvas, wordpress, drupal, contentful, akeneo, segment, snowflake, bigquery, zuora, okta, azure ad`);

const isSold = new RegExp(`^(?:${sold})$`, "i");

const article = "(?:(?:our|the|their|an?|my|your|its|old|existing|external|internal|other|own|main|new|central) )*";

const articles = new RegExp(`\\b${article}$`, "i");

/** What comes behind a name and shows that it was not the program: "billing address", "warehouse code". */
const notSystem =
  "(?! (?:address|addresses|code|codes|number|numbers|date|dates|period|periods|manager|managers|staff|workers?|people|team|assistant|type|location)\\b)";

/** A program by its kind alone: "the door lock platform". At most three words before it. */
const byKind = new RegExp(`\\b${article}((?:[a-z][\\w&/-]*(?:'s)? ){1,3}?)${kind}\\b${notSystem}`, "gi");

const byName = new RegExp(`\\b${article}(${common})(?:'s)?(?: ${kind})?\\b(?!-)${notSystem}`, "gi");

/** "System A", where nobody says what it is. */
const byLetter = /\b([Ss]ystem [A-Z])\b/g;

const patterns = [byLetter, new RegExp(`\\b${article}(${sold})(?: ${kind})?\\b`, "gi"), byName, byKind] as const;

/** Words that can't be part of a program's name, wherever they stand. */
const never =
  /\b(?:from|to|into|in|with|between|and|or|both|two|these|of|by|is|are|be|at|for|on|when|if|that|which|who|as|each|every|any|all|sends?|gets?|uses?|allows?|keeps?|sync\w*|copy|copies|post|push|pull|create|update|connect|same|different|only|where|never|it|this|an?|the|our|their|my|your|its|old|new|existing|own|main)\b/i;

const nouns =
  /^(?:status|web|service|our|the|other|one|both|source|target|first|second|external|third[- ]party|small|rest|http|json)$/i;

export type Mention = { start: number; end: number; system: System };

export class Systems {
  readonly all: System[] = [];

  /** The programs that a text names, in their order; a longer name hides the shorter within it. */
  mentions(text: string): Mention[] {
    const found: { start: number; end: number; label: string; core: string }[] = [];
    for (const pattern of patterns)
      for (const match of text.matchAll(pattern)) {
        const name = (match[1] ?? "").trim();
        const rest =
          pattern === byKind
            ? afterStop(name)
            : pattern === byName
              ? withQualifier(text, match.index, match[0], name)
              : name;
        const core = rest.toLowerCase().replace(/'s?$/, "");
        if (core === "" || nouns.test(core) || core.length < 2) continue;
        const named = match.index + match[0].lastIndexOf(name) + (name.length - rest.length);
        const start = named - (text.slice(0, named).match(articles)?.[0].length ?? 0);
        const end = match.index + match[0].length;
        if (isVerb(text, core, named)) continue;
        if (found.some((other) => start < other.end && other.start < end)) continue;
        found.push({ start, end, label: labelOf(text.slice(named, end)), core });
      }
    for (const match of text.matchAll(
      /(?<=\b(?:from|to|into|in|with|between|and|on|at|by) )[A-Z][\w&]+(?: [A-Z][\w&]*){0,2}/g,
    )) {
      const start = match.index;
      const end = start + match[0].length;
      if (notNames.test(match[0]) || found.some((other) => start < other.end && other.start < end)) continue;
      found.push({ start, end, label: match[0], core: match[0].toLowerCase() });
    }
    return found
      .sort((a, b) => a.start - b.start)
      .map(({ start, end, label, core }) => ({ start, end, system: this.#named(core, label) }));
  }

  /** How many of them are sold under their name. */
  sold(): number {
    return this.all.filter(({ core }) => isSold.test(core)).length;
  }

  /** Says that a name is used once more, or for the first time. */
  #named(core: string, label: string): System {
    const known = this.all.find((system) => isSame(system.core, core));
    if (known) {
      known.count += 1;
      // Who says "the helpdesk" and then "Zendesk" has told its name.
      if (isSold.test(core) && !isSold.test(known.core)) {
        const others = this.all.filter((system) => system !== known);
        Object.assign(known, { core, label, name: unused(kebab(core.split(" ")), others) });
      }
      return known;
    }
    const system = { name: unused(kebab(core.split(" ")), this.all), label, core, count: 1 };
    this.all.push(system);
    return system;
  }
}

const notNames =
  /^(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|API|APIs|OAuth|HTTP|PUT|POST|GET|PATCH|DELETE|REST|JSON|VAT|SKU|SKUs|EUR|USD|GBP|NL|UTC|I|If|The|Our|Each|Every|HMAC|CSV|ID|IDs|Webhooks?)\b/;

/** The part of a name behind the last word that can't belong to it. */
function afterStop(name: string): string {
  const all = name.split(" ");
  const stop = all.findLastIndex((word) => never.test(word));
  return all.slice(stop + 1).join(" ");
}

/** "The energy administration" is more than an administration: what stands between the article and the name. */
function withQualifier(text: string, index: number, matched: string, name: string): string {
  const before = text.slice(0, index + matched.lastIndexOf(name));
  const words = before.match(/\b(?:from|to|into|in|with|and|between) (?:the|our|their|my) ((?:[a-z]+ ){1,2})$/)?.[1];
  return words === undefined || never.test(words) ? name : `${words}${name}`;
}

/** "Store the reason" and "ship" tell what is done. */
const isVerb = (text: string, core: string, index: number): boolean =>
  /^(?:store|shop|bank|till|carrier|teams|sage|notion|linear|monday)$/.test(core) &&
  !/\b(?:from|to|into|in|with|between|and|our|the|their|at|a)\s+$/i.test(text.slice(0, index));

const labelOf = (text: string): string =>
  capital(
    text
      .replace(new RegExp(`^${article}`, "i"), "")
      .replace(/'s?\b/, "")
      .trim(),
  );

/** What some programs are: who has Shopify calls it the shop as well. */
const kinds: readonly (readonly [names: RegExp, kind: RegExp])[] = [
  [
    /^(?:shopify|woocommerce|magento|prestashop|bigcommerce|shopware)$/,
    /^(?:(?:web|online) ?)?(?:shop|store)$|^storefront$/,
  ],
  [/^(?:hubspot|salesforce|pipedrive|zoho|sugarcrm|dynamics)$/, /^crm$/],
  [/^(?:mailchimp|klaviyo|brevo|activecampaign|campaign monitor)$/, /^(?:mailing|newsletter) list$|^newsletter$/],
  [
    /^(?:xero|quickbooks|exact online|moneybird|datev|sage|freshbooks)$/,
    /^(?:accounting|accounts|bookkeeping|(?:general )?ledger)$/,
  ],
  [/^(?:zendesk|freshdesk|help scout)$/, /^(?:help ?desk|service desk)$/],
  [/^(?:jira|linear|github|gitlab)$/, /^(?:(?:issue|bug) )?tracker$/],
];

function isSame(one: string, other: string): boolean {
  if (one === other) return true;
  const [a, b] = [one.split(" "), other.split(" ")];
  // "The portal" is the reseller portal, "the shop" the web shop.
  if (a.at(-1) === b.at(-1) && (a.length === 1 || b.length === 1)) return true;
  if (a[0] === b[0] && (a.length === 1 || b.length === 1)) return true;
  if (one.replace(/ /g, "") === other.replace(/ /g, "")) return true;
  return kinds.some(([names, kind]) => (names.test(one) && kind.test(other)) || (names.test(other) && kind.test(one)));
}

const unused = (name: string, taken: readonly System[]): string => {
  const free = (wanted: string) => !taken.some((system) => system.name === wanted);
  let made = name;
  for (let number = 2; !free(made); number += 1) made = `${name}-${number}`;
  return made;
};
