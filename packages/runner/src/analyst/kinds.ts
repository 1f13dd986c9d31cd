import type { Brief, Kind } from "../artefacts.ts";
import { isIntegration } from "./integration/index.ts";
import type { Sentence } from "./text.ts";

/** Pages that websites have, and nothing that keeps records. */
const visited =
  "(?:home ?page|about(?: us| me)?|opening hours|gallery|contact(?: page| us)?|blog|imprint|legal notice|faqs?|testimonials|directions|our (?:story|team|services|work))";

/** What people call each kind of software, in the words as they are written. */
const signs: readonly (readonly [pattern: RegExp, kind: Kind])[] = [
  [
    /\bcommand[- ]line\b(?! (?:access|experience|skills))|\b(?:an?|simple|small|little) cli\b|\bcli (?:tool|program|for|to|that)\b|\b(?:terminal|console|shell) (?:tool|program|application|app|script|utility)\b|\b(?:tool|script|program|checker|validator) (?:for|in|on|from) (?:the|my|our) (?:terminal|console|shell)\b|\b(?:in|from|to|on) (?:the|my|our|a) (?:terminal|shell|command prompt)\b|\b(?:stdin|stdout|standard (?:input|output))\b|\bexit (?:codes?|status)\b/i,
    "command-line",
  ],
  // "Convert the exported time log into a CSV": who begins so speaks of files.
  [
    /^(?:please )?(?:converts?|merges?|splits?|cleans? up|cleans?|parses?|deduplicates?|summari[sz]es?|turns?|reads?|takes?) (?:an? |the |our |my |all |several |two |exported )*[^.]{0,80}?\b(?:csv|tsv|jsonl?|json lines|ndjson|log files?|access logs?)\b/i,
    "command-line",
  ],
  // Commands as they are typed: "`add`, `list` and `find` items".
  [/`[a-z][a-z-]*`(?:,| and|,? or)\s+`[a-z][a-z-]*`/, "command-line"],
  [
    /\b(?:tool|script|program|utility)\b.{0,40}\b(?:reads?|takes?|converts?|turns?|parses?|processes|cleans?|filters?|merges?|splits?|checks?|validates?)\b.{0,40}\b(?:csv|tsv|json|log files?|spreadsheet files?|text files?)\b/i,
    "command-line",
  ],
  [
    /\bstatic (?:web ?)?(?:site|pages|blog)\b|\b(?:internet|online) presence\b|(?:^|[.!] )(?:the )?pages(?: are)?: ?(?:home|start|welcome|about)\b|\b(?:landing page|brochure (?:web ?)?site|one[- ]page(?:r)? (?:web ?)?site)\b/i,
    "static-site",
  ],
  [
    /\b(?:web ?site|home ?page|site|web presence)\b(?![^.]*\b(?:where|on which|so that) (?:[a-z]+ )?(?:customers|members|users|people|guests|patients|staff|clients|students)\b)[^.:]{0,80}?(?:\b(?:with|has|have|containing|including|showing|that shows|presenting|needs)\b|:)[^.]{0,240}?\b(?:pages?|about us|about me|opening hours|gallery|contact (?:page|details)|blog|portfolio|menu|our (?:story|team|services|work|projects)|imprint|legal notice|rss|news|faq|programme|directions|testimonials|timetable)\b/i,
    "static-site",
  ],
  [
    /\b(?:web ?site|home ?page)\b(?![^.]*\b(?:where|on which) )[\s\S]{0,200}?(?:\b(?:it|the (?:web ?)?site|the home ?page) (?:(?:should|must|needs to) )?(?:has|have|needs|contains?|includes?|shows?)\b[^.]{0,60}\bpages?\b|\b(?:pages|sections):|\bpages (?:for|about)\b)/i,
    "static-site",
  ],
  // "A website for our bakery. Home page, about us, opening hours": two pages that every visitor knows.
  [
    new RegExp(
      `^(?![\\s\\S]*\\b(?:where|on which|so that) (?:[a-z]+ )?(?:customers|members|users|people|guests|patients|staff|clients|students)\\b)[\\s\\S]*?\\bweb ?site\\b[\\s\\S]{0,200}?\\b${visited}\\b[\\s\\S]{0,100}?\\b${visited}\\b`,
      "i",
    ),
    "static-site",
  ],
  [
    /\b(?:documentation|docs|portfolio|personal|informational?|wedding|band|conference|event) (?:web ?)?(?:site|home ?page)\b|\b(?:my|our|a|an) (?:\w+ )?(?:portfolio (?:of|for|with) (?:\w+ ){0,3}(?:projects|work|photos|pictures|paintings|designs|illustrations)|blog (?:with|about|for|where i|where we)\b)|^(?:a )?portfolio of \w+ (?:projects|works|photos|paintings|designs)/i,
    "static-site",
  ],
];

/** "Homepage for the climbing club: news, membership fees, contact", and nobody does anything there. */
const siteFor =
  /^(?:(?:we|i) (?:need|want|would like) |please (?:make|build|create) )?(?:an? |the |our |my |new |simple |small |nice )*(?:home ?page|web ?site|web presence|portfolio) (?:for|of) /i;
const doing =
  /\b(?:log(?:s|ged)? ?in|sign(?:s|ed)? ?(?:in|up)|accounts?|bookings?|book(?:s|ed|ing)? (?:an?|the|our|their|online|tables?|rooms?|courts?|appointments?|lessons?|courses?|tickets?)|order(?:s|ed)|register\w*|submit\w*|approv\w*|upload\w*|reserv\w*|track(?!ing\b|ers?\b)\w*|record(?:s|ed)|manage\w*|(?:customers|members|visitors|people|guests|users|parents|staff) (?:can|may|must|should))\b/i;

/** The kind of software that a brief asks for: the first it names, else what its sentences move or keep. */
export function kindOf(brief: Brief, sentences: readonly Sentence[]): Kind {
  const { name, description, objectives } = brief;
  for (const text of [description, objectives, name]) {
    const named = signs
      .map(([pattern, kind]) => ({ kind, at: text.search(pattern) }))
      .filter(({ at }) => at >= 0)
      .sort((one, two) => one.at - two.at);
    if (named[0]) return named[0].kind;
  }
  if (isIntegration(brief, sentences)) return "integration";
  return [name, description, objectives].some((text) => siteFor.test(text)) &&
    !doing.test(`${description}\n${objectives}`)
    ? "static-site"
    : "web-app";
}
