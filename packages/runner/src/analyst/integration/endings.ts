import type { End } from "../../artefacts/flows.ts";
import { type Draft, type FlowDraft, flowNamed, flowsIn, pluralOf, valueFor } from "./draft.ts";
import { flagWords } from "./movement.ts";

const gone =
  "(?:deleted|removed|gone|taken out|withdrawn|erased|no longer (?:there|exists?|found|listed|present|in it)|disappears?|deletes?|removes?)";
const state =
  "(?:archived|cancelled|canceled|voided|terminated|closed|deactivated|disabled|blocked|expired|discontinued|left|resigned|sold|lost|inactive|unsubscribed|withdrawn|refunded|returned)";
const effect =
  "(delet(?:e|ed)|remov(?:e|ed)|taken out|cancel(?:led|ed)?|archived?|hidden?|unpublish(?:ed)?|taken offline|deactivated?|disabled?|clos(?:e|ed)|void(?:ed)?|block(?:ed)?|unsubscribed?|(?:marked|set|flagged) (?:as |to )?[a-z]+|mark(?: it| them)? (?:as )?[a-z]+|set (?:it|them) to [a-z]+|(?:become|made|set) inactive)";

const patterns: readonly RegExp[] = [
  // "When an order is cancelled in A, cancel the shipment in B too."
  new RegExp(
    `^(?:when(?:ever)?|if|as soon as|once) (?:an? |the |any |some )?([\\w '-]+?)(?:'s? (?:status|state))? (?:(?:is|are|was|were|has been|have been|gets?|becomes?) )?(?:marked as |set to )?(${gone}|${state}|[a-z]+)(?: (?:in|from|at|on|over there|there)\\b[^,]*)?, (?:then )?(?:please )?(?:also )?(?:it |they |the |its |their )?(?:[\\w '-]+? )??(?:(?:is|are|must be|should be|has to be|have to be|will be|gets?) )?(?:also )?${effect}\\b(.*)$`,
    "i",
  ),
  // "Contacts deleted in A are unsubscribed in B", "deleted contacts are removed from B".
  new RegExp(
    `^(?:(?:the |all |any )?()(${gone}|${state}) ([\\w '-]+?)|(?:the |all |any )?([\\w '-]+?)(?: (?:that|which|who|whose status|with(?: the)? status)(?: (?:are|were|have been|have|has|is|was))?)? (${gone}|${state})(?: (?:in|from|at|on) [\\w' ]+?)?) (?:are|is|must be|should be|have to be|get|will be) (?:also )?${effect}\\b(.*)$`,
    "i",
  ),
  // "Archive customers that are deleted in A".
  new RegExp(
    `^(?:please )?(?:also )?${effect} (?:the |all |any )?([\\w '-]+?)(?: (?:in|from|at) [\\w' ]+?)? (?:that|which|who|when they|once they|if they) (?:are|were|have been|is|was|get)? ?(${gone}|${state})\\b(.*)$`,
    "i",
  ),
];

type Told = { thing: string; what: string; then: string };

/** A clause that tells what follows when something is over at its source. */
function told(text: string): Told | undefined {
  const plain = text.replace(/^(?:and|but|also|likewise),? /i, "").replace(/\ba deletion of\b/i, "deleted");
  const [when, passive, order] = patterns.map((pattern) => plain.match(pattern));
  if (when) return { thing: when[1] ?? "", what: when[2] ?? "", then: when[3] ?? "" };
  if (passive)
    return {
      thing: passive[3] ?? passive[4] ?? "",
      what: passive[2] ?? passive[5] ?? "",
      then: passive[6] ?? "",
    };
  if (order) return { thing: order[2] ?? "", what: order[3] ?? "", then: order[1] ?? "" };
  if (
    /^(?:deletions?|deletes?|removals?)(?: (?:in|of|on) .+?)? (?:are|is|must be|should be) (?:also )?(?:carried over|mirrored|passed on|propagated|synced|transferred|repeated|applied|done)/i.test(
      plain,
    )
  )
    return { thing: "", what: "deleted", then: "deleted" };
  return undefined;
}

/** What an ended record is told to be, by the word for it. */
function effectOf(then: string): End["effect"] | undefined {
  const word = then.toLowerCase();
  if (/^(?:delet|remov|taken out)/.test(word)) return "remove";
  const named = word.match(/^(?:marked|set|flagged|mark(?: it| them)?|set (?:it|them)) (?:as |to )?([a-z]+)$/)?.[1];
  const status = (value: string): End["effect"] => ({ field: "status", label: "Status", value });
  if (/inactive$/.test(word) || /^(?:deactivat|disabl|block)/.test(word))
    return { field: "active", label: "Active", value: false };
  if (/^archiv/.test(word) || named === "archived") return { field: "archived", label: "Archived", value: true };
  if (/^(?:hid|unpublish|taken offline)/.test(word)) return { field: "visible", label: "Visible", value: false };
  if (/^unsubscrib/.test(word)) return { field: "subscribed", label: "Subscribed", value: false };
  if (named) return status(named);
  if (/^cancel/.test(word)) return status("cancelled");
  if (/^clos/.test(word)) return status("closed");
  return /^void/.test(word) ? status("void") : undefined;
}

/** "When an order is cancelled in A, cancel the shipment in B": what is over there is over here. */
export function readEnding(draft: Draft, text: string): { flow: FlowDraft; index: number } | undefined {
  const { thing, what, then } = told(text) ?? {};
  const effect = then === undefined ? undefined : effectOf(then);
  if (!effect || what === undefined) return undefined;
  const isGone = new RegExp(`^${gone}$`, "i").test(what);
  if (!isGone && !new RegExp(`^${state}$`, "i").test(what) && !/\b(?:status|state) is\b/i.test(text)) return undefined;
  const [where] = draft.systems.mentions(text);
  const fitting =
    thing === "" || flowsIn(draft, thing ?? "").length === 0 ? [flowNamed(draft, text)] : flowsIn(draft, thing ?? "");
  const flow = fitting.find((each) => each && (!where || each.from === where.system || each.to === where.system));
  if (!flow) return undefined;
  // What is over at the other end of a flow that goes one way is not looked at.
  if (where && where.system === flow.to && draft.systems.mentions(text).length > 1 && !flow.twoWays) return undefined;
  const word = what.toLowerCase().replace("canceled", "cancelled");
  const field = isGone ? undefined : flagWords.test(word) ? valueFor(flow, word, "flag") : valueFor(flow, "status");
  if (!isGone && !field) return undefined;
  const plural = pluralOf(flow.words);
  flow.ends.push({
    label: `${plural.charAt(0).toUpperCase()}${plural.slice(1)} that are ${isGone ? "gone" : word}`,
    ...(field
      ? {
          when:
            field.type === "flag"
              ? ({ op: "isTrue", field: field.name } as const)
              : { op: "isOneOf" as const, field: field.name, values: [word] },
        }
      : {}),
    effect,
  });
  return { flow, index: flow.ends.length - 1 };
}
