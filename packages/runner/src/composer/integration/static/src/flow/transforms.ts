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

/** Without the noise of binary fractions: 1.1 × 3 is 3.3. */
const exact = (number: number) => Number(number.toFixed(6));

const areAll = (numbers: readonly (number | undefined)[]): numbers is readonly number[] => numbers.every((each) => each !== undefined);

/** One number out of several; nothing when one of them is missing. */
const counted = (reckon: (one: number, other: number) => number) => (...numbers: readonly (number | undefined)[]) =>
  areAll(numbers) && numbers.length > 0 ? exact(numbers.reduce(reckon)) : undefined;

export const product = counted((one, other) => one * other);
export const sum = counted((one, other) => one + other);
export const difference = counted((one, other) => one - other);

/** The day so many days after a day or an instant. */
export const daysAfter = (moment: string | undefined, days: number): string | undefined =>
  moment === undefined
    ? undefined
    : new Date(Date.parse(moment.slice(0, 10)) + days * 86_400_000).toISOString().slice(0, 10);

/** Two letters that no country has, or no longer has, stand for another or for nothing. */
const isCurrent = (code: string) => Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;

const countryNames = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

/** The countries by their English names, as two letters. */
const countries: ReadonlyMap<string, string> = new Map(
  Array.from({ length: 26 * 26 }, (_, index) => String.fromCharCode(65 + Math.floor(index / 26), 65 + (index % 26)))
    .filter(isCurrent)
    .map((code): [string, string] => [countryNames.of(code) ?? code, code])
    .filter(([name, code]) => name !== code)
    .map(([name, code]) => [plain(name), code]),
);

/** "Germany" and "de" are DE; what is no country is taken as it is. */
export const countryCode = given((country: string) =>
  /^[a-z]{2}$/i.test(country.trim()) ? country.trim().toUpperCase() : (countries.get(plain(country)) ?? country),
);

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
function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, " ");
}
