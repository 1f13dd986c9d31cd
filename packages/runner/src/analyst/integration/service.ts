import { type Draft, flowNamed } from "./draft.ts";

/** What a sentence asks of the service as a whole, and what shows it; with what of it can't be had. */
export type Asked = { targets: string[]; kind: "quality" | "notification" | "rule" | "other"; gap?: string };

const email =
  "The service sends no e-mail and no chat messages: it has no mail server to use. Failures are on its page and in its API, and each is posted to ALERT_URL, which can pass them on.";

/** Reads what is not about records: retries, reports, access, limits. */
export function readService(draft: Draft, text: string): Asked | undefined {
  const rate = text.match(/\b(?:(\d+) (?:requests?|calls?) (?:per|a|each|every) (second|minute|hour))\b/i);
  const [mention] = draft.systems.mentions(text);
  if (rate) {
    const perSecond = Number(rate[1]) / ({ second: 1, minute: 60, hour: 3600 }[(rate[2] ?? "").toLowerCase()] ?? 1);
    const system = mention?.system ?? draft.flows[0]?.to;
    if (!system || !(perSecond > 0)) return undefined;
    draft.rates.set(system.name, Math.round(perSecond * 1000) / 1000);
    return { targets: [`service:rate.${system.name}`], kind: "rule" };
  }
  const auth = /\b(?:oauth ?2?(?:\.0)?|client credentials)\b/i.test(text) ? "oauth2" : undefined;
  if (auth || /\bapi[- ]keys?\b/i.test(text)) {
    readAuth(draft, text);
    return { targets: ["service:auth"], kind: "quality" };
  }
  const tries = text.match(
    /\b(?:up to |at most |max(?:imum)? )?(\d+|two|three|five|ten) (?:times|attempts|tries|retries)\b/i,
  )?.[1];
  const isFailure =
    /\b(?:fail(?:s|ed|ing|ures?)?|not (?:reachable|available)|unreachable|unavailable|errors?|problems?|go(?:es)? wrong|refused|refuses|reject(?:s|ed)|could not|cannot be)\b/i.test(
      text,
    );
  const isRetry =
    /\b(?:retr(?:y|ies|ied)|keep(?:s)? trying|(?:try|tried|tries|start|started|sent|send) (?:\w+ ){0,4}?again|try again|another try|giving up|given up|repeat(?:ed)?)\b/i.test(
      text,
    );
  const isReport =
    /\b(?:report(?:s|ed)?|shown?|see|visible|listed|log(?:ged|s)?|keep the reason|reason|overview|status page|page)\b/i.test(
      text,
    );
  const isMessage =
    /\b(?:email|e-mail|mail|slack|teams|sms|text message|notify|notified|notification|alert(?:s|ed)?|warn(?:s|ed)?|tell|told|inform(?:ed)?|let (?:me|us) know|hear)\b/i.test(
      text,
    );
  if (isRetry && (isFailure || /\bretr/i.test(text))) {
    const day = /\bfor (?:a|one|1|24) (?:day|hours)\b/i.test(text);
    if (tries)
      draft.tries =
        ({ two: 2, three: 3, five: 5, ten: 10 }[tries.toLowerCase()] ?? Number(tries)) +
        (/\b(?:again|retr)/i.test(text) ? 1 : 0);
    // A minute and four times as long each, at most six hours: nine tries last a good day.
    if (day) draft.tries = 9;
    return {
      targets: [
        "service:retries",
        ...(isReport ? ["service:report", "service:status"] : []),
        ...(isMessage ? ["service:alerts"] : []),
      ],
      kind: "quality",
    };
  }
  if (isMessage && (isFailure || /\b(?:stops?|down)\b/i.test(text))) {
    const named = /\b(?:email|e-mail|mail|slack|teams|sms|text message)\b/i.test(text);
    return named
      ? { targets: [], kind: "notification", gap: email }
      : { targets: ["service:alerts"], kind: "notification" };
  }
  if (isFailure && isReport) return { targets: ["service:report", "service:status"], kind: "quality" };
  for (const [pattern, targets, kind] of plain) if (pattern.test(text)) return { targets: [...targets], kind };
  if (
    (/\bwebhooks?\b/i.test(text) ||
      /^(?:please )?(?:verif|check)\w* (?:its|the|their|every|each) signatures?$/i.test(text)) &&
    /\b(?:sign(?:ed|atures?)?|verif(?:y|ied)|trust(?:ed)?|hmac|secret|genuine|really comes?)\b/i.test(text)
  ) {
    const flow = draft.flows.find(({ webhook }) => webhook) ?? flowNamed(draft, text);
    if (flow) flow.webhook = true;
    return { targets: ["service:signature"], kind: "quality" };
  }
  return undefined;
}

/** "The ERP uses an API key and the shop uses OAuth 2": each as its own part of the sentence says. */
function readAuth(draft: Draft, text: string): void {
  const parts = text.split(/ and (?=the |our )| but |, /i);
  for (const part of parts) {
    const way = /\bapi[- ]keys?\b/i.test(part)
      ? ("api-key" as const)
      : /\boauth|client credentials/i.test(part)
        ? ("oauth2" as const)
        : undefined;
    if (!way) continue;
    const named = draft.systems.mentions(part).map(({ system }) => system);
    for (const system of named.length > 0
      ? named
      : /\bboth\b/i.test(part) || parts.length === 1
        ? draft.systems.all
        : [])
      draft.auth.set(system.name, way);
  }
}

const plain: readonly (readonly [pattern: RegExp, targets: readonly string[], kind: Asked["kind"]])[] = [
  [
    /\b(?:carry|carries|go|goes|continues?|resumes?|start|pick(?:s|ed)? up)\b.*\b(?:where it (?:stopped|was|left off)|from there|again where)\b|\b(?:survives?|after) (?:a |an )?(?:crash|restart|power (?:cut|failure))\b|\bnothing (?:may|must|is|gets?) (?:be |get )?lost\b|\bcheckpoints?\b|\bno (?:order|record|\w+) (?:may|must|is|gets?) (?:be )?(?:lost|forgotten)\b|\bif .* (?:is|are) down\b/i,
    ["service:resume", "service:retries"],
    "quality",
  ],
  [/\brate[- ]limit(?:s|ed|ing)?\b|\bretry-after\b|\brespect .*\blimits?\b/i, ["service:limits"], "quality"],
  [
    /\b(?:all|every|more than one|several) pages?\b|\bpaging\b|\bpaginat\w+|paged\b|\bpages? of \d+\b|\b\d+ (?:records |items )?(?:per|a) page\b/i,
    ["service:paging"],
    "quality",
  ],
  [
    /\b(?:sign in|log ?in|password|protected|only (?:the )?(?:operations?|operators?|staff|admins?|administrators?|we|our team|it) (?:may|can|team))\b/i,
    ["service:operator"],
    "quality",
  ],
  [
    /\b(?:secrets?|passwords?|tokens?|personal data)\b.*\b(?:log|logs|logged)\b|\blogs?\b.*\b(?:no|without|never)\b.*\b(?:secrets?|personal|passwords?)\b/i,
    ["service:logs"],
    "quality",
  ],
  [
    /\b(?:status page|dashboard|overview|page|see|show(?:s|n)?|log(?:ged|s)?|history)\b.*\b(?:runs?|syncs?|last|latest|status|counts?|how many|transfers?|happened)\b|\b(?:runs?|syncs?)\b.*\b(?:logged|shown|listed|visible|status page)\b|\bstatus page\b|\bhistory of (?:runs|syncs)\b/i,
    ["service:status"],
    "quality",
  ],
  [
    /\b(?:summary|report|statistics)\b.*\b(?:created|updated|failed|skipped|counts?)\b|\b(?:migration|sync|transfer|import) (?:report|summary|log)\b/i,
    ["service:status", "service:report"],
    "quality",
  ],
  [/\b(?:show|see|list|keep)s? (?:it|them|this|that|these|why)\b/i, ["service:report", "service:status"], "quality"],
  [
    /\b(?:start|run|trigger|begin)\b.*\b(?:by hand|manually|myself|ourselves|button|on demand|at any time|now|again)\b|\bsync now\b/i,
    ["service:status"],
    "quality",
  ],
  [
    /\b(?:what|which [a-z]+|everything that|how much) (?:was|were|has been|have been|is|are|got) (?:transferred|synced|sent|copied|moved|done|created)\b|\bwhat (?:went|goes) wrong\b/i,
    ["service:status", "service:report"],
    "quality",
  ],
  [
    /\bsince the last (?:run|sync|time|check)\b|\bincremental(?:ly)?\b|\bonly the changes\b/i,
    ["service:paging"],
    "quality",
  ],
  [/\b(?:health check|health endpoint|monitor(?:ed|ing)?|openapi)\b/i, ["service:status"], "quality"],
];
