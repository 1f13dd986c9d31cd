const redirects = /\bredirect(?:s|ed|ing)?\b/i;
const payments =
  /\b(pay(?:s|ing)? online|online payments?|credit cards?|stripe|paypal|card payments?|pays? (?:online |in advance )?(?:by|with) (?:an? )?(?:credit |debit )?card|payment gateway|checkout)\b/i;

/** Whether a sentence asks only for what is out of reach: no record is told by it, whatever it reads like. */
export const isOutOfReach = (text: string): boolean =>
  redirects.test(text) ||
  (payments.test(text) &&
    /^(?:(?:the |our |all )?[\p{L}-]+ )?(?:pays?|take|takes|accepts?|process|handle)\b/iu.test(text));

/** What people ask for that this kind of application can't do yet, and how that is said to them. */
const unsupported: readonly (readonly [
  pattern: RegExp,
  kind: "notification" | "import-export" | "other" | "quality",
  why: string,
])[] = [
  [
    /\b(text messages?|sms|whatsapp|telegram|push notifications?|slack|teams message)\b/i,
    "notification",
    "Sending messages needs a provider, and none was named. Lists of what is due are part of the application instead.",
  ],
  [
    /\bnewsletters?\b|\bmailings?\b|\bmass emails?\b|\bemail campaigns?\b/i,
    "notification",
    "Newsletters are not sent by this version: its e-mails go to whom a record concerns, on an occasion of that record.",
  ],
  [
    /\b(?:emails?|mails?|send|sent|sends)\b.*\b(?:attach\w*|pdfs?)\b|\b(?:invoices?|quotes?|contracts?|tickets?|certificates?|reports?) by email\b/i,
    "notification",
    "E-mails of this version are text about a record and carry no files.",
  ],
  [
    /\bletters?\b.*\b(?:sent|get|receive|before|after|post)\b|\b(?:send|get|gets|receive|receives)\b.*\bletters?\b/i,
    "notification",
    "Letters on paper are not written by this version. What is due is shown in lists.",
  ],
  [
    // "Search members by name or email" sends nothing.
    /^(?!.*\b(?:search|filter|find|found|look(?:ed)? up|sort|identif)\w*\b.*\b(?:by|with|on|using)\b[^.]*\bemail)(?:.*\b(?:send|get|receive|sends|gets|receives|automatic|by|via)\b.*\b(?:emails?|newsletters?|mail|letters?|invitations?|reminders?|notifications?)\b|.*\bemail(?:s|ed)? (?:the|them|their|customers?|clients?|people|me|us|when|a|an|all|each|every)\b|.*\bnotif(?:y|ies|ied|ications?)\b|.*\breminders?\b|.*\bemailed\b|.*\bby email\b)/i,
    "notification",
    "This version could not tell from this sentence when an e-mail is to go to whom. What is due is shown in lists.",
  ],
  [payments, "other", "Taking payments online needs an account with a payment provider, and none was named."],
  [
    /\b(?:add|adds|added|put|puts)\b[^.]* (?:to|into|in) (?:an?|the|their|his|her) (?:shopping )?(?:cart|basket)\b|\bshopping (?:cart|basket|bag)\b|^(?:proceed to )?check-?outs?$/i,
    "other",
    "A shopping cart with a check-out is not built by this version; orders are entered as they are.",
  ],
  [/\bredirect(?:s|ed|ing)?\b/i, "other", "Addresses that lead on to other websites are not built by this version."],
  [
    /\b\d+ ?(?:mb|megabytes?|kb|kilobytes?|gb)\b/i,
    "other",
    "Files of one request may have 10 MB together, or what MAX_UPLOAD_MB says; another limit is not built by this version.",
  ],
  [
    /\bonly (?:pdfs?|jpe?gs?|pngs?|images|pictures|photos|word)\b|\b(?:pdf|jpe?g|png)s? only\b/i,
    "other",
    "Pictures and documents of the usual kinds are taken; this version can't be told to take fewer kinds.",
  ],
  [
    /\b(videos?|films? clips?|audio (?:files?|recordings?)|signature pad|(?:photo|picture|image) (?:editor|editing|gallery|galleries|slideshow)s?)\b/i,
    "other",
    "Videos, sound, drawn signatures and galleries are not built by this version; records hold pictures and documents.",
  ],
  [/\bupload(?:s|ed|ing)?\b/i, "import-export", "It is not said which records the files belong to."],
  [
    /\b(?:ocr|(?:text|character|face|facial|image) recognition)\b|\b(?:read|extract|recogni[sz]e)\w* .*\b(?:from|on|in) (?:the |an? )?(?:\w+ )?(?:photos?|pictures?|images?|scans?|receipts?|pdfs?|documents?)\b/i,
    "other",
    "What stands in pictures and documents is not read by this version.",
  ],
  [
    /\bimport\b/i,
    "import-export",
    "Rows come in from CSV files; other files and other programs are not read by this version.",
  ],
  [
    /\b(export(?:s|ed|ing)?|download(?:s|ed|ing)?|csv|excel|spreadsheets?)\b/i,
    "import-export",
    "Lists leave as CSV files; other files and other programs are not written by this version.",
  ],
  [
    /\b(?:print(?:s|ed|ing|able)?(?!.*\b(?:machines?|press(?:es)?|finished|collected)\b)(?<!\b(?:machines?|press(?:es)?|jobs?|quoted|accepted|proof)\b.*)|pdfs?|labels? for printing)\b/i,
    "other",
    "Printed documents and PDF are not built by this version; every page prints from the browser.",
  ],
  [
    /\b(?:barcode|qr[- ]?code) (?:scan\w*|readers?)|\bscan(?:s|ned|ning)?\b|\bscanners?\b|\b(?:generate|print|create)s? (?:\w+ )?(?:barcodes?|qr[- ]?codes?)\b/i,
    "other",
    "Reading barcodes needs a device that the application doesn't have.",
  ],
  [
    /\b(maps?|gps (?:positions?|location|coordinates|tracking|data)|geolocation|route planning|nearest)\b/i,
    "other",
    "Maps and routes need a provider, and none was named.",
  ],
  [
    /\b(calendar (?:view|sync|feed)|google calendar|outlook|ical|sync(?:s|ed|hroni[sz]\w*)?|integrat\w+|webhooks?|third[- ]party|quickbooks|xero|salesforce|zapier|api of)\b/i,
    "other",
    "Connecting to other services is not built by this version.",
  ],
  [
    /\b(mobile app|android|ios|iphone app|native app|app store|offline)\b/i,
    "other",
    "The application runs in the browser, on phones too; apps for phones and offline use are not built by this version.",
  ],
  [
    /\b(artificial intelligence|machine learning|\bai\b|chatbot|predict(?:s|ion|ive)?|recommends?|recommendations? (?:of|for|engine|to)|forecast\w*)\b/i,
    "other",
    "Predictions and recommendations can't be built by rules.",
  ],
  [
    /\b(chat|messaging|forum|live updates?|real[- ]time|video calls?)\b/i,
    "other",
    "Live messaging between people is not built by this version.",
  ],
  [
    /\b(multi-?lingual|languages? (?:switch|selection)|translat(?:e|es|ed|ion of) (?:the |this |our )?(?:\w+ )?(?:interface|pages?|site|website|application|app|system|screens?)|(?:available|shown|displayed|work|usable|interface) in (?:german|french|spanish|italian|dutch|polish|several languages))\b/i,
    "quality",
    "The application speaks English only.",
  ],
  [
    /\b(recurring|repeat(?:s|ing)? (?:every|weekly|daily|monthly)|repeating|every (?:week|month|day|year)\b.*\b(?:automatic|create|generate)|automatically (?:create|generate|assign|schedul|calculat|send|reorder|book|renew)\w*)\b/i,
    "other",
    "Work that happens by itself on a schedule is not built by this version.",
  ],
  [
    /\b(undo|version history|audit (?:log|trail)|backups?|encrypt\w+|gdpr|two-factor|2fa|single sign-on|sso|dark mode|branding|multi-tenan\w+)\b/i,
    "quality",
    "This quality is not built by this version.",
  ],
];

/** Why a clause can't be met, by what it names; undefined when nothing in it is out of reach. */
export function unsupportedIn(
  text: string,
  isTool = false,
): { kind: "notification" | "import-export" | "other" | "quality"; why: string } | undefined {
  if (isTool && /\bupload(?:s|ed|ing)?\b|\b(?:photos?|pictures?|images?|attachments?|scans?)\b/i.test(text))
    return { kind: "other", why: "A tool that people type keeps no pictures or documents; applications do." };
  const found = unsupported.find(([pattern]) => pattern.test(text));
  return found && { kind: found[1], why: found[2] };
}
