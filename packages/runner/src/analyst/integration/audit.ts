import type { End } from "../../artefacts/flows.ts";
import { singular, tokensOf } from "../tokens.ts";
import type { Draft, Wish } from "./draft.ts";

const set = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Words that say that something moves, when, or that it matters, and nothing of what. */
const general =
  set(`sync synchronise synchronize keep step line copy transfer send sent forward push pull post import export mirror
  replicate load feed bring move write pass put add create update publish book deliver take over go come flow back get fetch read
  every each all any new changed change existing recent latest own both direction directions way ways two same once again
  when whenever soon if time times run hourly daily nightly weekly night day evening morning week month hour minute minutes hours
  second seconds monday tuesday wednesday thursday friday saturday sunday am pm midnight noon real immediately instantly webhook
  webhooks schedule scheduled automatically automatic also then only never not must should need want have has get use used user
  system systems software platform app application tool program api apis service integration connection connect between other one
  ones record records entry entries field fields value values name called call become becomes becoming map mapped mapping split
  join joined convert converted format written write stored store set always capital letter letters small upper lower case digit
  digits cent cents euro euros dollar dollars pound pounds whole unit units contain skip ignore leave left synced out exclude omit drop stay
  without no missing below under above more less than over least most older tagged tag label labelled status marked flagged
  match matched find found recognise recognize identify identified identifier key by on with in of to from twice duplicate
  duplicates double exist exists occur exactly win wins latest newest conflict side sides count leading master fail failed
  failure failures error errors problem problems retry retried try tried attempt attempts up again report reported reason show
  shown see page log logged status refuse refused refuses reject rejected wrong something somebody tell told us me you it they we
  notify notified alert request requests per limit limited allow allows allowed oauth client credential credentials key keys
  secret signature signatures signed sign verify verified check checked trust carry stop stopped start started restart down lost
  lose happen happens place done give given giving empty use data detail details information include including be is are was
  were may can cannot could would shall will do does did a an the and or but as at for into until after before while who whom
  which that this these those its their our my your last run runs page pages next possible list listed by hand look looked
  whether vice versa reachable unreachable trying typing anybody note noted truth source cursor header headers back go wrong since requested today hidden code codes iso letter account accounts percent deleted paged just later ever little small ten five fifteen twenty thirty crash crashes operator operators how many much trigger triggers other round rate
  rates simple refuse ones stays updated skipped counted pushes late second third takes took taken after then
  send sends gets sends receive receives make makes made nothing anything everything exist exists there in step
  known know work works happen true right return returns returned appear appears poll polls polled even middle hmac too agree agrees separately rest http json put endpoint backoff exponential full flag lead leads why able want wants correct properly well regularly always still together part
migrate migrated migration extract extracted authenticate authenticated paging paged vice versa
expose exposed exposes health transform transformed transforms using resumable summary generate provide counted load loads loaded loading model models`);

/** The words of a met sentence that nothing built for it answers. */
export function leftOver(draft: Draft, wish: Wish): string[] {
  const known = new Set<string>();
  const learn = (words: string) => {
    for (const word of words.toLowerCase().split(/[^\p{L}\d]+/u)) if (word !== "") known.add(singular(word)).add(word);
  };
  for (const { core, label } of draft.systems.all) learn(`${core} ${label}`);
  for (const flow of draft.flows) {
    learn([...flow.words, ...flow.targetWords].join(" "));
    for (const { name, label } of flow.values) learn(`${name.replace(/[A-Z]/g, " $&")} ${label}`);
    for (const { to, label, making } of flow.mapped) {
      learn(`${to.replace(/[A-Z]/g, " $&")} ${label}`);
      if (making.kind === "constant") learn(making.value);
      if (making.kind === "translated") learn(making.table.flat().join(" "));
      if (making.kind === "copy" && making.otherwise) learn(making.otherwise);
    }
    for (const { reason } of flow.skip) learn(reason);
    for (const { label, effect } of flow.ends)
      learn(`${label} ${effect === "remove" ? "delete deleted remove removed" : ended(effect)}`);
  }
  if (known.has("email")) known.add("address");
  const mentioned = draft.systems.mentions(wish.text);
  const text = mentioned
    .reduceRight((all, { start, end }) => `${all.slice(0, start)} ${all.slice(end)}`, wish.text)
    .replace(/\b(?:[a-z-]+s'|[a-z-]+'s)(?=\s)/gi, " ")
    // What isn't meant is said by what is.
    .replace(/, not (?:the |those |any )?(?:ones|others|rest)\b.*$/i, "");
  const words = tokensOf(text)
    .filter(({ kind }) => kind === "N" || kind === "V" || kind === "A")
    .flatMap(({ text: word, base }) =>
      word
        .replace(/'s?$/, "")
        .split(/[-/]/)
        .map((part) => ({ part, base })),
    )
    .filter(
      ({ part, base }) =>
        /^\p{L}{3,}$/u.test(part) &&
        ![part, base, singular(part), part.replace(/s$/, "")].some(
          (each) => general.has(each) || known.has(each) || isLike(each, known),
        ),
    )
    .map(({ part }) => part);
  return [...new Set(words)].slice(0, 6);
}

/** The words by which people say what an effect does. */
const ended = ({ label, value }: Exclude<End["effect"], "remove">): string =>
  `${label} ${value} ${value === false ? `in${label} de${label.replace(/e$/, "ated")} disabled blocked un${label}` : label}`;

/** "Shipping" and "shipment", "cancelled" and "cancel": one stem. */
const isLike = (word: string, known: ReadonlySet<string>): boolean =>
  word.length >= 5 &&
  [...known].some(
    (other) =>
      other.length >= 5 && other.slice(0, Math.max(5, word.length - 3)) === word.slice(0, Math.max(5, word.length - 3)),
  );
