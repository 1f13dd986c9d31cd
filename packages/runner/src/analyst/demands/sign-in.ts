import { type Draft, statesOf, type Wish } from "../draft.ts";
import { capital, kebab } from "../fields.ts";
import { staff, stateVerbs } from "../lexicon.ts";
import { infinitive, singular } from "../tokens.ts";
import { type Demand, mentioned } from "./demand.ts";
import { thresholdIn } from "./threshold.ts";

export const signIn: Demand = {
  test: /\b(?:sign|log)(?:s|ged|ging)?[ -]?(?:in|on)\b|\blogins?\b|\bpasswords?\b|\buser accounts?\b|\b(?:needs?|ha(?:s|ve)|gets?|with) (?:an? |their own |his own |own )accounts?\b|\bauthenticat\w+|\bonly (?:the |an? )?[a-z]+(?: [a-z]+)?(?:s|staff)? (?:can|may|should|must|are allowed|is allowed|see|sees|approve|approves|edit|delete)\b|\b(?:access|user) (?:rights|roles)\b|\bpermissions\b|\broles?:|\bprotected\b/i,
  read(draft, { text }, wish) {
    if (onlySome(draft, text, wish)) return true;
    draft.signIn = true;
    wish.kind = "role";
    wish.targets.add("access");
    const only =
      text.match(
        /\bonly (?:the |an? )?([a-z]+(?: [a-z]+)?) (?:can|may|should|must|are allowed to|is allowed to) (.+)$/i,
      ) ?? text.match(/\bonly (?:the |an? )?([a-z]+) (.+)$/i);
    const who = only?.[1] && kebab(only[1].toLowerCase().split(" ").map(singular));
    if (who && only?.[2]) {
      draft.roles.add(who);
      const verbs = only[2].split(/\s+(?:and|or)\s+|,\s*|\s+/).map((word) => infinitive(word.toLowerCase()));
      const entity = mentioned(draft, only[2]);
      const threshold = entity && thresholdIn(text, entity);
      let any = false;
      for (const each of entity ? [entity] : draft.entities)
        for (const verb of verbs)
          if (each.verbs.has(verb) || each.states?.values.some((value) => infinitive(value) === verb)) {
            any = true;
            if (!each.verbs.has(verb)) each.verbs.set(verb, new Set());
            wish.targets.add(`${each.name}!${verb}`);
            if (threshold && entity) {
              each.rules.push({
                kind: "moveNeedsRole",
                action: verb,
                when: [threshold],
                roles: [who],
                message: `${capital(text)}.`,
              });
              wish.targets.add(`${each.name}~${each.rules.length - 1}`);
            } else each.verbs.get(verb)?.add(who);
          }
      if (!any) {
        wish.gap = "People sign in, but this restriction of what each may do is not enforced by this version.";
        if (!/\b(?:must|essential)\b/i.test(text)) wish.priority = wish.priority === "could" ? "could" : "should";
      }
    }
    for (const role of text.match(/\broles?:? (.+)$/i)?.[1]?.split(/,\s*(?:and )?|\s+and\s+|¦/) ?? []) {
      const word = singular(
        role
          .replace(/[^a-z ]/gi, "")
          .trim()
          .toLowerCase(),
      );
      if (/^[a-z]+(?: [a-z]+)?$/.test(word) && word.split(" ").length <= 2) draft.roles.add(kebab(word.split(" ")));
    }
    for (const word of text
      .toLowerCase()
      .split(/[^a-z]+/)
      .map(singular))
      if (
        staff.has(word) &&
        ![...draft.roles].some((role) => role.includes("-") && role.split("-").includes(word)) &&
        !who?.split("-").includes(word) &&
        !["user", "team", "office"].includes(word)
      )
        draft.roles.add(word);
    return true;
  },
};

/** "Only scheduled departures can be cancelled": from where a move starts, and nobody's right. */
function onlySome(draft: Draft, text: string, wish: Wish): boolean {
  const match = text.match(/^only (?:an? |the )?([\p{L}-]+(?: [\p{L}-]+)?) ([\p{L}-]+) (?:can|may) be ([\p{L}-]+)$/iu);
  const entity = match?.[2] ? mentioned(draft, match[2]) : undefined;
  const from = match?.[1]?.toLowerCase() ?? "";
  const verb = infinitive(match?.[3]?.toLowerCase() ?? "");
  const status = entity?.fields.find(({ name }) => name === "status");
  const values = entity && (statesOf(entity)?.values ?? status?.values);
  if (!entity || !values?.includes(from) || !stateVerbs.has(verb)) return false;
  entity.verbs.set(verb, entity.verbs.get(verb) ?? new Set());
  entity.onlyFrom.set(verb, [from]);
  wish.kind = "state";
  wish.targets.add(`${entity.name}!${verb}`);
  return true;
}
