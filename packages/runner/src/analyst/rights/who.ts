import { isPerson, kebab } from "../fields.ts";
import { staff } from "../lexicon.ts";
import { singular } from "../tokens.ts";

/** Whom a right is told of: roles by name, or everybody who is not told apart by one. */
export type Who = string[] | "everyone";

const everyone =
  /^(?:everyone|everybody|anyone|anybody|(?:all |each |every |any |other |normal |regular |ordinary )?(?:users?|people|persons?)|(?:they )?all)$/i;

/** People by their trade or standing, beyond those whom briefs keep records of. */
const more = new Set(
  `viewer guest auditor intern trainee apprentice leader captain officer representative assistant cashier bookkeeper
  management board controller analyst contributor warden steward priest pastor counsel judge dean principal curator
  archivist registrar caretaker janitor host sexton expert hr it admin staff public scientist technologist midwife
  superuser specialist deputy rep finance accounting accounts reception marketing sales warehouse kitchen head
  desk helpdesk department`
    .trim()
    .split(/\s+/),
);
/** What ends like a trade and is none. */
const things =
  /^(?:order|number|printer|computer|container|sensor|motor|tractor|tender|counter|timer|letter|register|folder|filter|server|router|charger|trailer|boiler|locker|shelter|transfer|offer|paper|chapter|quarter|meter|water|power|tower|shower|layer|error|factor|door|floor|colou?r|generator|elevator|indicator|fee|tree|coffee|calendar|weather|cover|answer|matter|dinner|winter|summer|feature|corner|character|newsletter|poster|voucher|ledger|folder|freezer|cooler|ladder|fertili[sz]er|parameter|header|monitor|behaviou?r|author)$/;

const isSomebody = (word: string): boolean =>
  isPerson(word) ||
  staff.has(word) ||
  more.has(word) ||
  (/(?:er|or|ist|ian|man|woman|ee)$/.test(word) && !things.test(word));

/** Roles by what people call them, "clerks and the head beekeeper"; undefined when these are no people. */
export function whoIn(phrase: string): Who | undefined {
  const plain = phrase.trim().replace(/^(?:but|and|while) /i, "");
  if (everyone.test(plain)) return "everyone";
  const roles = plain.split(/,? (?:and|or|&) |, ?/).map(roleIn);
  return roles.every((role) => role !== undefined) ? roles : undefined;
}

function roleIn(phrase: string): string | undefined {
  const words = phrase
    .trim()
    .toLowerCase()
    .replace(/^(?:(?:the|an?|our|all|any|each|every|logged-in|signed-in) )+/, "")
    .replace(/^(?:people|users?|those|anyone|somebody) (?:with|in|having) the (?:role )?/, "")
    .replace(/ (?:role|users?|accounts?|themselves)$/, "")
    .split(" ");
  const last = singular(words.at(-1) ?? "");
  const isPlain = words.every((word) => /^[\p{L}-]+$/u.test(word)) && words.length <= 3;
  if (
    !isPlain ||
    words.some((word) =>
      /^(?:in|at|from|with|who|that|for|to|not|only|which|is|are|one|two|three|four|five|ten|both|some|few|authori[sz]ed|certain|selected)$/.test(
        word,
      ),
    )
  )
    return undefined;
  const head = words[1] === "of" ? singular(words[0] ?? "") : last;
  return isSomebody(head) ? kebab([...words.slice(0, -1), words[1] === "of" ? (words.at(-1) ?? "") : last]) : undefined;
}
