import { routes } from "../../packages/functions/src/api/index.ts";
import type { Route } from "../../packages/functions/src/edge/route.ts";
import { type Figure, median } from "../figure.ts";
import { clockOf } from "./clock.ts";
import { type Filled, filled } from "./filled.ts";
import type { Size } from "./generate.ts";
import { isList, questionsFor } from "./questions.ts";

const full: Size = { tenants: 10_000, projects: 1_000_000, events: 3_000_000, large: 100_000 };
/** A hundredth; but its large tenant has nearly all of it, so that a thousandth page is there, too. */
const small: Size = { tenants: 100, projects: 10_000, events: 30_000, large: 10_000 };

const scaled = (size: Size, by: number): Size =>
  Object.fromEntries(Object.entries(size).map(([name, n]) => [name, Math.round(n * by)])) as Size;

/** After some that are not counted. Both sizes take turns, so that what else the machine does meets both. */
const turns = 9;
const warming = 2;

/**
 * How long a list, its thousandth page, a filter and a search keep PostgreSQL at work, and how that grows: the median of
 * the time on a processor that all statements of a request take, session and rights included, with the data in memory.
 * What grows by less than a millisecond may grow by more than half: an index that is one level deeper and rows that
 * lie further apart take that, however little there was to do. Each figure says by how much it grew all the same.
 */
export async function* lists(): AsyncGenerator<Figure> {
  const by = Number(process.env.Q2O_BENCH_SCALE ?? 1);
  const only = process.env.Q2O_BENCH_ONLY ?? "";
  const [less, more] = [opened(await filled(small)), opened(await filled(scaled(full, by)))];
  for (const route of routes.filter((each) => isList(each) && each.path.includes(only)))
    for (const { question, isDeep } of questionsFor(route, more.note)) {
      const [base, value] = [[] as number[], [] as number[]];
      const [askLess, askMore] = [await less.asker(route, question, isDeep), await more.asker(route, question, isDeep)];
      for (let turn = -warming; turn < turns; turn++) {
        const [one, other] = [await askLess(), await askMore()];
        if (turn >= 0) base.push(one);
        if (turn >= 0) value.push(other);
      }
      const name = `${route.path.replace("/api/", "")}${question === "" ? "" : `?${question}`}${isDeep ? " (1,000th page)" : ""}`;
      yield {
        name,
        value: median(value),
        unit: "ms",
        bound: 25,
        baseline: { name: "a hundredth", value: median(base), bound: 1.5, slack: 1 },
      };
    }
  await less.w.close();
  await more.w.close();
}

/** How to ask a database through the API how long PostgreSQL takes. */
function opened({ w, note }: Filled) {
  const clock = clockOf(w);
  const ask = async (route: Route, question: string) => {
    const path = route.path.replace(/([a-z-]+)\/\{\w+\}/g, (_, noun: string) => `${noun}/${note.ids[noun]}`);
    const begun = clock();
    const cookie = note.cookies[route.door as keyof typeof note.cookies];
    const reply = await w.ask("GET", `${path}?${question}`, { cookie });
    if (reply.status !== 200) throw new Error(`${path}?${question} answered ${reply.status}: ${reply.text}`);
    return { ms: clock() - begun, body: reply.body };
  };
  /** The thousandth page of ten, or the last where there are fewer. */
  const deepOf = async (route: Route, question: string) => {
    const { body } = await ask(route, question);
    if ("totalPages" in body) {
      const { body: ten } = await ask(route, `${question}&pageSize=10`);
      return `${question}&pageSize=10&page=${Math.min(1_000, Number(ten.totalPages))}`;
    }
    let next = String(body.next ?? "");
    for (let page = 1; page < 200 && next !== ""; page++) {
      const { body } = await ask(route, `limit=50&after=${next}`);
      next = (body.items as unknown[]).length < 50 ? "" : String(body.next ?? "");
    }
    return next === "" ? "" : `limit=10&after=${next}`;
  };
  const asker = async (route: Route, question: string, isDeep: boolean) => {
    const asked = isDeep ? await deepOf(route, question) : question;
    return async () => (await ask(route, asked)).ms;
  };
  return { w, note, asker };
}
