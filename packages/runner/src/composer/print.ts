/**
 * A printer for the few shapes of code the composer writes: values, objects, arrays and calls. It breaks a line only
 * when it would be longer than 120 columns, as the formatter of the delivered projects does.
 */
const width = 120;

export type Node =
  | { kind: "code"; text: string }
  | { kind: "object"; entries: readonly Entry[] }
  | { kind: "array"; items: readonly Node[] }
  | { kind: "call"; name: string; args: readonly Node[] };

type Entry = { key: string; value: Node; note?: string };

/** Code as it stands; what it holds is the caller's responsibility. */
export const code = (text: string): Node => ({ kind: "code", text });

export const array = (items: readonly Node[]): Node => ({ kind: "array", items });

export const call = (name: string, ...args: Node[]): Node => ({ kind: "call", name, args });

/** Entries whose value is undefined are left out. */
export function object(entries: Record<string, Node | undefined>): Node {
  const kept = Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }]));
  return { kind: "object", entries: kept };
}

/** An object some of whose entries carry a comment line. */
export const noted = (entries: readonly Entry[]): Node => ({ kind: "object", entries });

/** Any JSON value as a literal: quotes, backslashes, line ends and `</script>` can do no harm in it. */
export function literal(value: unknown): Node {
  if (Array.isArray(value)) return array(value.map(literal));
  if (typeof value === "object" && value !== null)
    return { kind: "object", entries: Object.entries(value).map(([key, inner]) => ({ key, value: literal(inner) })) };
  if (typeof value === "string") return code(text(value));
  return code(String(value));
}

/** A string literal. */
export function text(value: string): string {
  const json = JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
  // The formatter prefers the quotes that need fewer escapes.
  const doubles = value.split('"').length - 1;
  const singles = value.split("'").length - 1;
  if (doubles <= singles) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A key as it stands in an object, in quotes only where it must be. */
const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : text(name));

/**
 * The code of a node.
 *
 * @param indent how many columns the line it stands on is indented
 * @param before how many columns of that line are taken already, the indent included
 * @param after how many columns must stay free behind it
 */
export function print(node: Node, indent = 0, before = indent, after = 1): string {
  const flat = onOneLine(node);
  if (flat !== undefined && before + flat.length + after <= width) return flat;
  const inner = indent + 2;
  const pad = " ".repeat(inner);
  const end = " ".repeat(indent);
  switch (node.kind) {
    case "code":
      return node.text;
    case "object":
      return `{\n${node.entries.map((entry) => printEntry(entry, inner)).join("")}${end}}`;
    case "array":
      return `[\n${node.items.map((item) => `${pad}${print(item, inner)},\n`).join("")}${end}]`;
    case "call": {
      const last = node.args.at(-1);
      const others = node.args.slice(0, -1).map((arg) => onOneLine(arg));
      if (last?.kind === "object" && others.every((arg) => arg !== undefined)) {
        const head = `${node.name}(${others.map((arg) => `${arg}, `).join("")}`;
        if (before + head.length + 1 <= width) return `${head}${print(last, indent, width)})`;
      }
      return `${node.name}(\n${node.args.map((arg) => `${pad}${print(arg, inner)},\n`).join("")}${end})`;
    }
  }
}

function printEntry({ key: name, value, note }: Entry, indent: number): string {
  const pad = " ".repeat(indent);
  const head = `${pad}${key(name)}: `;
  const comment = note === undefined ? "" : `${pad}/** ${comments(note)} */\n`;
  if (name.startsWith("...")) return `${comment}${pad}${name},\n`;
  if (value.kind === "code" && value.text === name) return `${comment}${pad}${name},\n`;
  const written = print(value, indent, head.length);
  if (value.kind === "code" && !written.includes("\n") && head.length + written.length + 1 > width)
    return `${comment}${broken(head, written, indent + 2)},\n`;
  return `${comment}${head}${written},\n`;
}

/** A long string goes to the next line; a long function breaks after its arrow, then at each `&&`. */
function broken(head: string, written: string, indent: number): string {
  const pad = " ".repeat(indent);
  if (/^["']/.test(written)) return `${head.trimEnd()}\n${pad}${written}`;
  const arrow = written.match(/^\([^()]*\) =>/)?.[0];
  if (!arrow) return `${head}${written}`;
  const body = written.slice(arrow.length).trim();
  const fits = indent + body.length < width || body.startsWith("sql`");
  return `${head}${arrow}\n${pad}${fits ? body : body.replaceAll(" && ", ` &&\n${pad}`)}`;
}

function onOneLine(node: Node): string | undefined {
  switch (node.kind) {
    case "code":
      return node.text.includes("\n") ? undefined : node.text;
    case "object": {
      if (node.entries.some((entry) => entry.note !== undefined)) return undefined;
      const parts = node.entries.map(({ key: name, value }) => {
        if (name.startsWith("...")) return name;
        const inner = onOneLine(value);
        return inner === undefined ? undefined : inner === name ? name : `${key(name)}: ${inner}`;
      });
      if (parts.includes(undefined)) return undefined;
      return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
    }
    default: {
      const parts = (node.kind === "array" ? node.items : node.args).map(onOneLine);
      if (parts.includes(undefined)) return undefined;
      return node.kind === "array" ? `[${parts.join(", ")}]` : `${node.name}(${parts.join(", ")})`;
    }
  }
}

/** Words that may stand in a comment: on one line, and never its end. */
export const comments = (words: string): string => words.replace(/\s+/g, " ").replaceAll("*/", "* /").trim();

/** Words cut to a line, for comments beside code. */
export function line(words: string, most: number): string {
  const clean = comments(words);
  return clean.length <= most ? clean : `${clean.slice(0, most - 1).replace(/\s+\S*$/, "")}…`;
}
