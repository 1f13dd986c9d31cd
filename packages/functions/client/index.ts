import type { Problem, Routes } from "./routes.generated.ts";

export type { Problem };

/** A route by method and path: `"get /api/tenant/projects/{id}"`. */
export type Route = keyof Routes;
export type Reply<R extends Route> = Routes[R]["reply"];

/** What a route takes, in one object as its verb has it: what belongs into the path, and the rest. */
export type Input<R extends Route> = Routes[R]["path"] & Rest<R>;

/** Of a query any text is taken, for it is what somebody typed into an address; the API says no to what does not fit. */
type Rest<R extends Route> = R extends `get ${string}`
  ? { [Name in keyof Routes[R]["input"]]?: Routes[R]["input"][Name] | string }
  : Routes[R]["input"];

/** The arguments of a call; the input may be left out where nothing has to be said. */
export type Arguments<R extends Route, More extends unknown[] = []> =
  object extends Input<R> ? [input?: Input<R>, ...more: Partial<More>] : [input: Input<R>, ...more: Partial<More>];

/** The API said no. `code` is stable, `message` is for people. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly status: number;
  readonly problem: Partial<Problem>;

  constructor(route: Route, status: number, problem: Partial<Problem>) {
    super(`${route} answered ${status}: ${problem.detail ?? problem.code ?? "no reason"}`);
    this.status = status;
    this.problem = problem;
  }
}

/**
 * The API for a script, which keeps cookies as a browser does.
 *
 * @param site `https://app.example.com`; the calls seem to come from its pages
 */
export function openClient(site: string) {
  const cookies = new Map<string, string>();

  /** @throws Refused when the API says no; TypeError when it cannot be reached */
  return async function call<const R extends Route>(route: R, ...[input]: Arguments<R>): Promise<Reply<R>> {
    const [method = "", template = ""] = route.split(" ");
    const rest = new Map<string, unknown>(Object.entries(input ?? {}));
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = encodeURIComponent(String(rest.get(name)));
      rest.delete(name);
      return value;
    });
    const query = new URLSearchParams([...rest].map(([name, value]) => [name, String(value)]));
    const isReading = method === "get";
    const hasBody = !isReading && rest.size > 0;
    const answer = await fetch(`${site}${path}${isReading && query.size > 0 ? `?${query}` : ""}`, {
      method: method.toUpperCase(),
      redirect: "manual",
      headers: {
        accept: "application/json",
        origin: site,
        ...(cookies.size === 0 ? {} : { cookie: [...cookies].map((pair) => pair.join("=")).join("; ") }),
        ...(hasBody ? { "content-type": "application/json" } : {}),
      },
      ...(hasBody ? { body: JSON.stringify(Object.fromEntries(rest)) } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const text = await answer.text();
    const body = read(answer, text);
    if (!answer.ok) throw new Refused(route, answer.status, (body ?? { detail: text.slice(0, 300) }) as Problem);
    return body as Reply<R>;
  };
}

/** Nothing for an empty answer, text for one that is no JSON. */
function read({ headers, ok }: Response, text: string): unknown {
  const isJson = /json/.test(headers.get("content-type") ?? "");
  if (isJson && text !== "") return JSON.parse(text) as unknown;
  return ok && text !== "" ? text : undefined;
}
