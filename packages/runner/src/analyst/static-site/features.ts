/** What a clause asks of the site as a whole: what meets it, or why a site of plain files can't. */
export type Asked = { about?: string; gap?: string; kind: "quality" | "search" | "other" | "notification" };

const needsServer = "needs a server that keeps what visitors send, and this site is made of plain files.";

const features: readonly (readonly [RegExp, Asked])[] = [
  [
    /\b(?:contact|enquiry|inquiry|feedback|application|order|registration|booking|sign-?up|e-?mail) forms?\b|\b(?:a|with a|the|fill in) forms?\b|\bsend us (?:a )?messages?\b/i,
    { kind: "other", gap: `What this form collects ${needsServer} The contact page says how to get in touch instead.` },
  ],
  [
    /\bbook(?:s|ing|ings|ed)?\b(?= (?:\w+ )?(?:online|appointments?|tables?|rooms?|system|calendar|courses?|lessons?|a |an ))|\bonline (?:bookings?|reservations?|appointments?)\b|\breserv(?:e|ation|ations)\b|\bmake (?:an? )?appointments?\b/i,
    { kind: "other", gap: `Booking ${needsServer} Ask for a web application to have it.` },
  ],
  [
    /\b(?:online shop|web ?shop|online store|shopping (?:cart|basket)|checkout|order(?:s|ed|ing)? online|buy online|pay(?:ment)?s? online|online (?:orders?|payments?)|credit cards?|paypal|stripe)\b|\bsold online\b|\b(?:customers|visitors|people|users) (?:can |should |must )?(?:order|buy|pay)\b/i,
    { kind: "other", gap: `Selling ${needsServer} Ask for a web application to have it.` },
  ],
  [
    /\b(?:log ?in|sign ?in|sign ?up|password|members?[- ](?:only )?area|accounts?|registered users?|register)\b/i,
    {
      kind: "other",
      gap: "A site of plain files shows the same to everybody and can't tell people apart. Ask for a web application to have a sign-in.",
    },
  ],
  [
    /\bnewsletters?\b|\bmailing list\b|\bnotif\w+\b/i,
    { kind: "notification", gap: "Sending mail needs a provider, and none was named." },
  ],
  [
    /\bcomments?\b|\bguest ?book\b|\brat(?:e|ings?)\b|\bforum\b|\bchat\b|\bvote\b/i,
    { kind: "other", gap: `What visitors write ${needsServer}` },
  ],
  [
    /\b(?:google )?maps?\b(?! of the site)/i,
    {
      kind: "other",
      gap: "A map comes from a provider, who would see every visitor; none was named. The address is on the contact page.",
    },
  ],
  [
    /\banalytics\b|\bvisitor (?:statistics|counter)\b|\bcount (?:the )?visitors\b/i,
    { kind: "other", gap: "Counting visitors needs a server or a provider, and none was named." },
  ],
  [
    /\b(?:cms|content management|admin (?:area|panel|page)|back ?end|wordpress)\b/i,
    { kind: "other", gap: "Texts are edited as files; there is no page to edit them on." },
  ],
  [
    /\b(?:multi-?lingual|bilingual|(?:two|three|several|both) languages|in (?:german|french|spanish|italian|dutch|polish)(?: and english)?|in english and \w+|english and (?:german|french|spanish|italian|dutch|polish)|translat\w+|language switch\w*)\b/i,
    { kind: "quality", gap: "The site speaks one language in this version." },
  ],
  [
    /\barchive\b|\b(?:\d+|five|ten|twenty) (?:posts |articles |entries )?(?:per|on a|a) page\b|\bpagination\b/i,
    {
      kind: "other",
      gap: "All entries of a kind stand on one page, in their order; there is no archive by year and no page of ten.",
    },
  ],
  [
    /\bfilter(?:s|ed|ing)?\b/i,
    { kind: "other", gap: "Lists are shown whole: choosing from them on the page is not built by this version." },
  ],
  [
    /\bcount ?downs?\b|\b(?:image |picture )?(?:sliders?|carousels?)\b|\banimat\w+\b/i,
    { kind: "other", gap: "What moves by itself needs a script, and this site has none." },
  ],
  [
    /\bvideos?\b|\bpodcasts?\b|\baudio\b|\bdownloads?\b|\bpdfs?\b/i,
    { kind: "other", gap: "Files other than pictures were not given, and this version has no place for them." },
  ],
  [
    /\b(?:instagram|twitter|facebook|social media) (?:feed|posts|wall)\b|\blive\b|\bweather\b|\bevery (?:hour|day) automatically\b/i,
    {
      kind: "other",
      gap: "Showing what another service publishes needs a server or a script of theirs, and none was named.",
    },
  ],
  [
    /\bsearch engines?\b|\bseo\b|\bsitemap\b|\bfound (?:on|by|in|with) google\b|\bgoogle\b|\b404\b|\bnot found page\b|\bsocial (?:media |sharing )?previews?\b|\bmeta (?:descriptions?|tags?|data)\b|\b(?:link|sharing) previews?\b|\bopen ?graph\b/i,
    { kind: "quality", about: "found" },
  ],
  [
    /\bsearch(?:able|es|ing)?\b(?! engine)|\bfind (?:pages|articles|posts|recipes|things|topics)\b/i,
    { kind: "search", about: "search" },
  ],
  [/\brss\b|\b(?:atom |news )?feeds?\b/i, { kind: "other", about: "feed" }],
  [/\btags?\b|\btagged\b/i, { kind: "other", about: "tags" }],
  [
    /\bmobiles?\b|\bphones\b|\bsmartphones?\b|\bresponsive\b|\btablets?\b|\bsmall screens?\b|\bon (?:a|the|any) phone\b|\bdark (?:mode|theme)\b|\blight and dark\b|\b(?:without|no|needs no) (?:java ?scripts?|scripts?)\b/i,
    { kind: "quality", about: "phone" },
  ],
  [
    /\baccessib\w+\b|\bwcag\b|\bscreen readers?\b|\bblind\b|\bkeyboard\b|\bdisabilit\w+\b/i,
    { kind: "quality", about: "accessible" },
  ],
  [
    /\bcookies?\b|\btrack(?:ing|ers?|ed)?\b|\bthird[- ]part(?:y|ies)\b|\bprivacy[- ]friendly\b|\bgdpr\b|\bdata protection\b|\bexternal (?:fonts?|scripts?|services?)\b/i,
    { kind: "quality", about: "private" },
  ],
  [
    /\bfast\b|\bloads? (?:quickly|fast)\b|\bquick(?:ly)?\b|\blightweight\b|\bperformance\b/i,
    { kind: "quality", about: "fast" },
  ],
  [
    /\bmarkdown\b|\b(?:edit|change|update|write|add) (?:the |our |all |new )?(?:texts?|content|pages?|posts?|articles?|entries)\b|\beas(?:y|ily) (?:to )?(?:edit|change|update|maintain)\b/i,
    { kind: "quality", about: "written" },
  ],
  [
    /\b(?:static|plain|simple) (?:html|files|hosting|site|pages)\b|\bany web ?(?:server|host)\b|\bgithub pages\b|\bhost(?:ed|ing)?\b/i,
    { kind: "quality", about: "served" },
  ],
];

/** What a clause asks of the whole site; undefined when it asks for something else. */
export const featureIn = (text: string): Asked | undefined => features.find(([pattern]) => pattern.test(text))?.[1];
