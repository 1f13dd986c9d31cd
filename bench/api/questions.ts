import * as z from "zod";
import type { Route } from "../../packages/functions/src/edge/route.ts";
import type { Note } from "./filled.ts";
import { common, rare, scattered } from "./generate.ts";

type Property = { enum?: string[]; anyOf?: Property[] };

const propertiesOf = (route: Route): Record<string, Property> =>
  (z.toJSONSchema(route.input, { io: "input", unrepresentable: "any" }) as { properties?: Record<string, Property> })
    .properties ?? {};

/** Files are no lists: a page of one has some thousand rows. */
export const isList = (route: Route): boolean => {
  const has = propertiesOf(route);
  return route.method === "get" && !route.path.includes("export") && ("page" in has || "after" in has);
};

/** In every tenth, in every hundredth and in half of the rows; letters that are common in an order that is not. */
const words = [rare, scattered, common, "bik", "100", "nowhere", "hire desk bike"];

/** A moment, so many days ago: in the middle of the data, and at its end. */
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

/** What ids are looked for where: some about much, one about nothing. */
const idsOf = ({ ids }: Note): Record<string, (string | undefined)[]> => ({
  tenantId: [ids.tenants, "ten_00000000000000000000000001", "ten_0000000000000000000000000Z"],
  projectId: [ids.projects, "prj_0000000000000000000000000Z"],
  runId: [ids.runs, "run_0000000000000000000000000Z"],
  authorId: ["adm_x", "adm_0"],
  agent: ["coder", "testing", "writer"],
  model: ["model-1", "model-none"],
  level: ["project", "system", "agent"],
});

/** Every order, filter and search of a list, each by itself; `deep` has its thousandth page asked for, too. */
export function questionsFor(route: Route, note: Note): { question: string; isDeep: boolean }[] {
  const has = propertiesOf(route);
  const enumOf = (property: Property | undefined): string[] =>
    property?.enum ?? property?.anyOf?.flatMap((each) => enumOf(each)) ?? [];
  const isPaged = "page" in has;
  const of = (name: string, values: (string | undefined)[]) =>
    name in has ? values.map((value) => `${name}=${value}`) : [];
  const noFilters = ["sort", "format", "page", "pageSize", "limit", "after", "search", "id", "days"];
  const filters = Object.entries(has).flatMap(([name, property]) =>
    noFilters.includes(name) ? [] : of(name, enumOf(property)),
  );
  const named = Object.entries(idsOf(note)).flatMap(([name, values]) =>
    enumOf(has[name]).length > 0 ? [] : of(name, values),
  );
  const isAudit = route.path.includes("audit");
  const others = [
    ...of("from", [ago(0.01), ago(30)]),
    ...of("to", [ago(30), ago(1_000)]),
    ...(isAudit ? of("type", ["run", "tenant.suspended", "client.signed_in", "device"]) : []),
    ...(isAudit ? ["actorType=device&type=project", "actorType=tenant&to=2020-01-01T00:00:00Z"] : []),
    ...(route.path.includes("webhook") ? of("type", ["invoice", "customer.subscription.updated", "absent"]) : []),
    ...of("days", ["7", "90"]),
  ];
  const searched = isAudit
    ? of("search", [note.ids.members, "prj_00000000000000000000002010", "cod_00000000000000000000000007", "nobody"])
    : of("search", words);
  const isBoth = searched.length > 0 && !isAudit && filters.length > 0;
  const first = [
    "",
    ...of("sort", enumOf(has.sort)),
    ...filters,
    ...named,
    ...others,
    ...searched,
    ...(isBoth
      ? [common, "bik", "nowhere"].flatMap((word) => filters.map((filter) => `search=${word}&${filter}`))
      : []),
  ];
  return [
    ...first.map((question) => ({ question, isDeep: false })),
    ...(isPaged ? [...first.filter((each) => !each.includes("search=") || each === `search=${common}`)] : []).map(
      (question) => ({ question, isDeep: true }),
    ),
    ...("after" in has ? [{ question: "", isDeep: true }] : []),
  ];
}
