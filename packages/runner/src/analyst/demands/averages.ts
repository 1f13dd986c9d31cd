import type { DraftEntity } from "../draft.ts";
import { camel, capital } from "../fields.ts";
import { singular } from "../tokens.ts";
import { byName, numberLike } from "./amounts.ts";
import { type Demand, mentioned } from "./demand.ts";

const isMean =
  /^(?:the |its |an? |each )?(?<name>[\p{L}][\p{L} -]*?) (?:is|equals?|=|is calculated as|is worked out as) (?:calculated as |worked out as )?(?:then )?the (?:average|mean)(?: of (?:the |both |these |those |all |its )*(?<of>[\p{L}][\p{L}, -]*?))?$/iu;

/** "The final grade is the average of both grades", "the overall mark is the mean of the written and the oral mark". */
export const averages: Demand = {
  test: isMean,
  read(draft, { text }, wish, focus) {
    const { name = "", of = "" } = text.replace(/[.]$/, "").match(isMean)?.groups ?? {};
    if (draft.isTool || name === "") return false;
    const [, what = name, owner] = name.match(/^(.+?) (?:of|for) (?:an? |the |each |every )?(.+)$/iu) ?? [];
    const told = owner === undefined ? mentioned(draft, name) : byName(draft, owner);
    for (const entity of new Set([told, focus.last, ...draft.entities])) {
      if (!entity) continue;
      const parts = partsOf(entity, of === "" ? lastWord(what) : of, camel(what.toLowerCase().split(" ")));
      if (parts.length < 2) continue;
      const key = camel(what.toLowerCase().split(" "));
      const typed = entity.fields.findIndex((field) => field.name === key);
      if (typed >= 0) entity.fields.splice(typed, 1);
      entity.computed = entity.computed.filter((each) => each.name !== key);
      entity.computed.push({ name: key, label: capital(what.toLowerCase()), value: { kind: "average", of: parts } });
      wish.kind = "computed";
      wish.targets.add(`${entity.name}.${key}`);
      for (const part of parts) wish.targets.add(`${entity.name}.${part}`);
      return true;
    }
    return false;
  },
};

const lastWord = (phrase: string) => phrase.split(" ").at(-1) ?? "";

/** "Grades" are all that end so; "the written and the oral mark" are those two. */
function partsOf(entity: DraftEntity, of: string, own: string): string[] {
  const items = of
    .toLowerCase()
    .replace(/\bthe \d+ |\b(?:two|three|four) /g, "")
    .split(/,? and (?:the )?|, (?:the )?/)
    .map((item) => item.trim().replace(/^the /, ""))
    .filter((item) => item !== "");
  // Marks are numbers, whatever else was said of them.
  for (const field of entity.fields)
    if (field.type === "text" && !field.values && /\b(?:grade|mark|score|rating|points)$/i.test(field.label))
      field.type = "decimal";
  const numbers = entity.fields.filter(
    ({ type, name }) => /^(?:integer|decimal|money|percent)$/.test(type) && name !== own,
  );
  if (items.length === 1) {
    const head = singular(lastWord(items[0] ?? ""));
    const alike = numbers.filter(
      ({ label }) =>
        singular(lastWord(label.toLowerCase().replace(/ \d+$/, ""))) === head ||
        label.toLowerCase().startsWith(`${head} `),
    );
    return alike.map(({ name }) => name);
  }
  const head = lastWord(items.at(-1) ?? "");
  const found = items.map(
    (item) =>
      numberLike({ ...entity, fields: numbers }, item) ?? numberLike({ ...entity, fields: numbers }, `${item} ${head}`),
  );
  return found.every((field) => field !== undefined) ? [...new Set(found.map(({ name }) => name))] : [];
}
