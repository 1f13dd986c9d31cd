import { capital, kebab } from "../fields.ts";

/**
 * One of the programs that a brief names. `core` is its name without "system" and articles, in small letters; `also` is
 * what else the brief calls it.
 */
export type System = { name: string; label: string; core: string; count: number; also: string[] };

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
  /\b(?:from|to|into|in|with|between|and|or|both|two|these|of|by|is|are|be|at|for|on|when|if|that|which|who|as|each|every|any|all|sends?|gets?|uses?|ha(?:s|ve)|allows?|keeps?|sync\w*|copy|copies|post|push|pull|create|update|connect|same|different|only|where|never|it|this|an?|the|our|their|my|your|its|old|new|existing|own|main)\b/i;

const nouns =
  /^(?:status|web|service|our|the|other|one|both|source|target|first|second|external|third[- ]party|small|rest|http|json)$/i;

export type Mention = { start: number; end: number; system: System };

/** A name as programs have them: "Stockpile", "JobPlan", "Exact Online". */
const NAME = "([A-Z][\\w&]*[a-z0-9][\\w&]*(?: [A-Z][\\w&]*){0,2})";

/** Where a capital letter makes a name one of a program: behind what it is, in brackets, or within a word. */
const introductions: readonly RegExp[] = [
  new RegExp(
    `\\b(?:${kind.slice(3, -1)}|${common}|crm|CRM|erp|ERP|wms|WMS|pim|PIM|shop|store|warehouse|accounting|bookkeeping|directory|helpdesk|calendar|ledger|register) (?:is )?(?:(?:called|named|is) )?(?:\\()?${NAME}`,
    "g",
  ),
  new RegExp(`\\b(?:called|named) ${NAME}`, "g"),
  new RegExp(`\\b(?:via|through|from|between|into|uses?|using|runs? on) ${NAME}(?=$|[\\s,.;:)'’])`, "g"),
  /\b([A-Z][a-z]+[A-Z]\w*)\b/g,
];

/** What stands between a kind of program and its name: "the scheduling system (JobPlan)", "a system called Stockpile". */
const apposition = /^(?:,? (?:(?:which |that )?is )?(?:called|named) |,? ?\(|,? )$/;

export class Systems {
  readonly all: System[] = [];
  /** Names that the brief itself introduces, known before any of its sentences is read. */
  readonly #names = new Set<string>();

  /** Takes in what a whole brief calls its programs, so that each is known wherever it stands. */
  learn(texts: readonly string[]): void {
    for (const text of texts)
      for (const pattern of introductions)
        for (const [, name = ""] of text.matchAll(pattern)) if (!notNames.test(name)) this.#names.add(name);
    for (const text of texts) this.mentions(text);
  }

  /** The programs that a text names, in their order; a longer name hides the shorter within it. */
  mentions(text: string): Mention[] {
    const found: { start: number; end: number; label: string; core: string; isName: boolean }[] = [];
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
        found.push({ start, end, label: labelOf(text.slice(named, end)), core, isName: isSold.test(core) });
      }
    const names = [...this.#names].sort((one, other) => other.length - one.length);
    const known = names.length > 0 ? [new RegExp(`\\b(?:${names.join("|")})\\b`, "g")] : [];
    for (const pattern of [
      ...known,
      /(?<=\b(?:from|to|into|in|with|between|and|on|at|by) )[A-Z][\w&]+(?: [A-Z][\w&]*){0,2}/g,
    ])
      for (const match of text.matchAll(pattern)) {
        const start = match.index;
        const end = start + match[0].length;
        if (notNames.test(match[0]) || found.some((other) => start < other.end && other.start < end)) continue;
        found.push({ start, end, label: match[0], core: match[0].toLowerCase(), isName: true });
      }
    found.sort((a, b) => a.start - b.start);
    return found.flatMap(({ start, end, label, core, isName }, index) => {
      const next = found[index + 1];
      // "Our scheduling system (JobPlan)" is one program under two names.
      if (!isName && next?.isName && apposition.test(text.slice(end, next.start))) {
        const system = this.#named(next.core, next.label);
        if (!system.also.includes(core)) system.also.push(core);
        next.start = start;
        return [];
      }
      const closing = text.slice(start, end).includes("(") ? text.slice(end).match(/^[^()]*\)/)?.[0].length : 0;
      return [{ start, end: end + (closing ?? 0), system: this.#named(core, label) }];
    });
  }

  /** How many of them are known by a name of their own. */
  sold(): number {
    return this.all.filter(({ core, label }) => isSold.test(core) || this.#names.has(label)).length;
  }

  /** The two that a brief is about: those with names of their own before the others, else those named most. */
  most(): System[] {
    const named = this.all.filter(({ core, label }) => isSold.test(core) || this.#names.has(label));
    return (named.length > 1 ? named : [...this.all].sort((one, other) => other.count - one.count)).slice(0, 2);
  }

  /** Says that a name is used once more, or for the first time. */
  #named(core: string, label: string): System {
    const known = this.all.find(({ core: own, also }) => [own, ...also].some((name) => isSame(name, core)));
    if (known) {
      known.count += 1;
      // Who says "the helpdesk" and then "Zendesk" has told its name.
      if (isSold.test(core) && !isSold.test(known.core)) {
        const others = this.all.filter((system) => system !== known);
        Object.assign(known, { core, label, name: unused(kebab(core.split(" ")), others) });
      }
      return known;
    }
    const system = { name: unused(kebab(core.split(" ")), this.all), label, core, count: 1, also: [] };
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
