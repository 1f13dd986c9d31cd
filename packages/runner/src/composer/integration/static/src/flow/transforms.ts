/** What a value that is there becomes; one that is missing stays missing. */
const given =
  <In, Out>(change: (value: In) => Out) =>
  (value: In | undefined): Out | undefined =>
    value === undefined ? undefined : change(value);

/** Everything up to the last word: "Anna Maria Keller" is Anna Maria. A single word is a first name. */
export const firstName = given((fullName: string) => {
  const words = fullName.trim().split(/\s+/);
  return words.length > 1 ? words.slice(0, -1).join(" ") : (words[0] ?? "");
});

/** The last word: "Anna Maria Keller" is Keller. Nothing when there is only one word. */
export const lastName = given((fullName: string) => {
  const words = fullName.trim().split(/\s+/);
  return words.length > 1 ? words.at(-1) : undefined;
});

/** Several parts as one text, without what is missing. */
export const joined = (...parts: readonly (string | undefined)[]): string | undefined => {
  const text = parts.filter((part) => part !== undefined).join(" ");
  return text === "" ? undefined : text;
};

/** Cents as whole units: 1250 is 12.5. */
export const fromCents = given((cents: number) => cents / 100);

/** Whole units as cents, without the noise of binary fractions: 12.5 is 1250, 1.005 is 101. */
export const toCents = given((amount: number) => Math.round(Number(`${amount}e2`)));

export const upper = given((text: string) => text.toUpperCase());
export const lower = given((text: string) => text.toLowerCase());

/** Digits and a leading plus: "+31 (0)20-123 45" is +3102012345. */
export const digitsOnly = given((phone: string) => phone.replace(/(?!^\+)\D/g, ""));

/** The day of an instant, as it is in UTC. */
export const toDay = given((instant: string) => instant.slice(0, 10));

/** What another system calls this value; what isn't listed is taken as it is. */
export const translated = (value: string | undefined, table: Readonly<Record<string, string>>): string | undefined =>
  value !== undefined && Object.hasOwn(table, plain(value)) ? table[plain(value)] : value;

/** Whether a value is one of these words, whatever its case and whatever stands between its parts. */
export const isOneOf = (value: string | undefined, ...words: readonly string[]): boolean =>
  value !== undefined && words.some((word) => plain(word) === plain(value));

/** Whether one of these words is among others. */
export const hasWord = (among: readonly string[] | undefined, ...words: readonly string[]): boolean =>
  among?.some((each) => isOneOf(each, ...words)) ?? false;

/** Whether a day or an instant is more than so many days ago. */
export const isOlderThan = (moment: string | undefined, days: number, now = Date.now()): boolean =>
  moment !== undefined && Date.parse(moment) < now - days * 86_400_000;

/** "On Hold" and "on-hold" are the same. */
const plain = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, " ");
