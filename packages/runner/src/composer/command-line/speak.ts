import type { App } from "../app.ts";

/** What a refusal is called on the command line. */
const refusals: Record<string, string> = { 400: "invalid", 404: "missing", 409: "conflict" };

/**
 * Statements of a test that speaks HTTP to an application, as one that runs a tool: what is shown and refused is the
 * same, only the way to ask is another. Lines about pages have no counterpart and fall away.
 */
export function spoken(app: App, lines: readonly string[]): string[] {
  const kept = lines.filter((line) => !/api\.get\([`"]\/(?!api\/)/.test(line) && !/before\.status/.test(line));
  const isUsed = kept.some((line) => /\bbefore\b/.test(line.replace("const before", "")));
  return kept
    .filter((line) => isUsed || !line.startsWith("const before = await api.get("))
    .map((line) => speak(app, line));
}

function speak(app: App, line: string): string {
  return line
    .replace(/\(await api\.get\("\/api\/reports\/([\w-]+)"\)\)\.body\.items/g, 'await report("$1")')
    .replace(/await api\.get\("\/api\/reports\/([\w-]+)"\)/g, 'await report("$1")')
    .replaceAll("before.body.items", "before")
    .replace(/await report\("([\w-]+)"\)\./g, '(await report("$1")).')
    .replace(/api\.post\(`\/api\/([\w-]+)\/\$\{([\w.]+)\}\/([\w-]+)`\)/g, 'tool("$1", "$3", $2)')
    .replace(/api\.post\("\/api\/([\w-]+)\/(\d+)\/([\w-]+)"\)/g, 'tool("$1", "$3", $2)')
    .replace(/api\.post\("\/api\/([\w-]+)", /g, 'add("$1", ')
    .replace(/api\.patch\(`\/api\/([\w-]+)\/\$\{([\w.]+)\}`, /g, 'change("$1", $2, ')
    .replace(/api\.get\(`\/api\/([\w-]+)\/\$\{([\w.]+)\}`\)/g, 'tool("$1", "show", $2)')
    .replace(/api\.delete\(`\/api\/([\w-]+)\/\$\{([\w.]+)\}`\)/g, 'tool("$1", "remove", $2)')
    .replace(
      /idsOf\(api, ["`]\/api\/([\w-]+)(?:\?([^"`]*))?["`]\)/g,
      (_, path: string, query?: string) => `idsOf(${[`"${path}"`, ...options(app, path, query ?? "")].join(", ")})`,
    )
    .replace(
      /refused\(await api\.get\(["`]\/api\/([\w-]+)\?([^"`]*)["`]\), 400, "\w+"\)/g,
      (_, path: string, query: string) =>
        `refused(await tool(${[`"${path}"`, '"list"', ...options(app, path, query)].join(", ")}), "usage")`,
    )
    .replace(/\b(new[A-Z]\w*|\w+Body)\(api(?:, )?/g, "$1(")
    .replace(
      /, (400|404|409)((?:, "[^"]*")?\);)$/,
      (_, status: string, rest: string) => `, "${refusals[status]}"${rest}`,
    )
    .replace(/, 201\)/g, ")");
}

/** `list=overdue&returnDateFrom=${at}` as the words of a command. */
function options(app: App, path: string, query: string): string[] {
  const entity = app.entities.find((each) => each.path === path);
  const isReference = (name: string) =>
    entity?.fields.some((field) => field.name === name && field.kind === "reference");
  return query
    .split("&")
    .filter(Boolean)
    .flatMap((pair) => {
      const [name = "", ...rest] = pair.split("=");
      const value = rest.join("=");
      const code = value.match(/^\$\{(.+)\}$/)?.[1];
      const option = name === "list" ? "only" : isReference(name) ? name.replace(/Id$/, "") : name;
      return [`"--${dashed(option)}"`, code ?? JSON.stringify(value === "true" ? "yes" : decodeURIComponent(value))];
    });
}

/** As options are typed: `returnDate` is `--return-date`. */
export const dashed = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
