import type { Draft, DraftEntity, Wish } from "../draft.ts";
import { tokensOf } from "../tokens.ts";
import { type MailTelling, mailIn } from "./forms.ts";

/** What a sentence tells of e-mail, until all records are known that it could be about. */
export type MailTold = {
  telling: MailTelling;
  wish: Wish;
  /** What was spoken of before. */
  last: DraftEntity | undefined;
  /** What was said right before: "managers approve requests", and then who is told of it. */
  before: string;
};

const cuts =
  /;\s+|,? (?:and|then|and then|but) (?=(?:also |then |automatically )*(?:sends?|notif(?:y|ies)|emails?|informs?|alerts?|reminds?) (?:an? |the |all |them|their |our |members|customers|clients|managers|[\p{L}]+s\b))|,? (?:and|then) (?=(?:the |an? |each |all |their |its |our )?[\p{L}-]+(?: [\p{L}-]+){0,3} (?:should |must |will |then |also |automatically )*(?:(?:is|are|be) (?:then |also |automatically |immediately )*(?:sent|notified|informed|emailed|alerted|reminded|told)|gets?|receives?)\b)/iu;

/**
 * Takes out of a sentence what it says of e-mail.
 *
 * @param open starts a wish of the sentence
 * @returns what is left of the sentence to be read; undefined when it says nothing of e-mail that can be read
 */
export function takeMail(
  draft: Draft,
  text: string,
  last: DraftEntity | undefined,
  open: (text: string) => Wish,
): string | undefined {
  if (draft.isTool) return undefined;
  const spoken = text.replace(lead, "");
  const take = (piece: string, before: string): boolean => {
    const found = mailIn(piece);
    const telling = found && { ...found, who: whoSpeaks(open(piece).sentence.quote, found.who) };
    if (!telling || !isForMail(piece, telling)) return false;
    const wish: Wish = { ...open(piece), kind: "notification" };
    draft.wishes.push(wish);
    draft.mails.push({ telling, wish, last, before });
    return true;
  };
  const pieces = spoken.split(cuts).filter((piece) => piece !== undefined && piece.trim() !== "");
  const whole = mailIn(spoken);
  // "The clerk and the customer are notified" is one piece; "managers approve it and the customer is notified" is two.
  const isOne = whole?.who !== undefined && !tokensOf(whole.who).some(({ kind }) => kind === "V");
  if (isOne && take(spoken, draft.wishes.at(-1)?.sentence.text ?? "")) return "";
  if (pieces.length < 2) return take(spoken, draft.wishes.at(-1)?.sentence.text ?? "") ? "" : undefined;
  const rest = pieces.filter((piece, index) =>
    index === 0 ? !take(piece, draft.wishes.at(-1)?.sentence.text ?? "") : !take(piece, pieces[index - 1] ?? ""),
  );
  if (rest.length < pieces.length) return rest.join(", ");
  return take(spoken, "") ? "" : undefined;
}

const lead =
  /^(?:(?:notifications?|emails?|reminders?|alerts?|messages?|communication): |(?:also|finally|additionally|furthermore|in addition|please|make sure(?: that)?|ensure that|then),? )+/iu;

/** "As a customer I want to be notified": of "we", who speaks. */
function whoSpeaks(quote: string, who: string | undefined): string | undefined {
  const speaker = quote.match(
    /\bas an? ([\p{L}-]+(?: [\p{L}-]+)??),? i (?:want|need|would like|wish|can|should|get)\b/iu,
  )?.[1];
  return speaker !== undefined && (who === undefined || /^(?:we|i|me|us)$/i.test(who)) ? `the ${speaker}` : who;
}

/** Whoever is warned on the screen is one of those who look at it; an e-mail is what is called so, or goes to others. */
function isForMail(text: string, { who }: MailTelling): boolean {
  if (/\b(?:e-?mail|mail)(?:s|ed|ing)?\b|\bnotif/i.test(text)) return true;
  return who !== undefined && !office.test(who);
}

/** People of the house, who see lists. */
export const office =
  /^(?:(?:the|our|all|an?|every|each) )*(?:me|us|we|i|it|you|users?|everyone|everybody|people|staff|office|team|managers?|management|admins?|administrators?|owners?|supervisors?|directors?|boss|head|front desk|reception|receptionists?|secretar(?:y|ies)|clerks?|treasurer|board|committee|coordinators?|dispatchers?|planners?|employees?|shop|store|company|practice|clinic|school|club|studio|association|library|museum|hotel|restaurant|organi[sz]ation)(?: (?:members?|staff|team|office))?$/i;
