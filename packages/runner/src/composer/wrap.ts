/**
 * Breaks statements that are longer than a line the way the formatter of the delivered projects does: arguments one a
 * line, except that a last object keeps the line of its call.
 */
const width = 120;

/** A piece of code: plain text, or a bracket with its comma-separated contents. */
type Piece = string | { open: string; close: string; parts: Piece[][] };

const closing: Record<string, string> = { "(": ")", "[": "]", "{": "}" };

/** The lines of a statement, indented. Code that already has several lines is left as it is. */
export function wrap(statement: string, indent: number): string {
  const pad = " ".repeat(indent);
  if (statement === "" || statement.includes("\n") || pad.length + statement.length <= width)
    return statement === "" ? "" : statement.replace(/^/gm, pad);
  const { pieces } = parse(statement, 0, "");
  return pad + print(pieces[0] ?? [], indent, indent, 0);
}

/** Comma-separated parts up to the closing bracket; quotes and templates are taken whole. */
function parse(code: string, from: number, until: string): { pieces: Piece[][]; end: number } {
  const pieces: Piece[][] = [[]];
  let text = "";
  const flush = () => {
    if (text !== "") pieces.at(-1)?.push(text);
    text = "";
  };
  let at = from;
  for (; at < code.length && code[at] !== until; at += 1) {
    const sign = code[at] ?? "";
    const close = closing[sign];
    if (close) {
      flush();
      const inner = parse(code, at + 1, close);
      pieces.at(-1)?.push({ open: sign, close, parts: inner.pieces });
      at = inner.end;
    } else if (sign === "," && until !== "") {
      flush();
      pieces.push([]);
      while (code[at + 1] === " ") at += 1;
    } else if (`"'\`/`.includes(sign)) {
      const end = endOfLiteral(code, at);
      text += code.slice(at, end);
      at = end - 1;
    } else text += sign;
  }
  flush();
  return { pieces, end: at };
}

/** Where a string, template or regular expression ends; a slash after a value divides. */
function endOfLiteral(code: string, from: number): number {
  const quote = code[from] ?? "";
  if (quote === "/" && !/[(,=]\s*$/.test(code.slice(0, from))) return from + 1;
  let inClass = false;
  for (let at = from + 1; at < code.length; at += 1) {
    if (code[at] === "\\") at += 1;
    else if (quote === "/" && code[at] === "[") inClass = true;
    else if (quote === "/" && code[at] === "]") inClass = false;
    else if (quote === "`" && code[at] === "$" && code[at + 1] === "{") at = parse(code, at + 2, "}").end;
    else if (code[at] === quote && !inClass) return at + 1;
  }
  return code.length;
}

function flat(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => {
      if (typeof piece === "string") return piece;
      const inner = piece.parts.map((part) => flat(part).trim()).join(", ");
      return piece.open === "{" && inner !== "" ? `{ ${inner} }` : `${piece.open}${inner}${piece.close}`;
    })
    .join("");
}

function print(pieces: readonly Piece[], indent: number, before: number, after: number): string {
  const whole = flat(pieces);
  if (before + whole.length + after <= width) return whole;
  // The outermost bracket that can be broken: the last one with anything in it.
  const index = pieces.findLastIndex(
    (piece) => typeof piece !== "string" && piece.parts.some((part) => part.length > 0),
  );
  const bracket = pieces[index];
  if (bracket === undefined || typeof bracket === "string") return whole;
  const head = flat(pieces.slice(0, index));
  const tail = flat(pieces.slice(index + 1));
  const parts = bracket.parts.filter((part) => part.length > 0);
  const last = parts.at(-1) ?? [];
  const isObject = last.length === 1 && typeof last[0] !== "string" && last[0]?.open === "{";
  const others = parts
    .slice(0, -1)
    .map((part) => `${flat(part).trim()}, `)
    .join("");
  if (
    bracket.open === "(" &&
    isObject &&
    !others.includes("(await") &&
    before + head.length + others.length + 2 <= width
  )
    return `${head}(${others}${print(last, indent, width, 0)})${tail}`;
  const inner = indent + 2;
  const pad = " ".repeat(inner);
  // "(await …).id": brackets that hold one thing together are no call, and take no comma.
  const isGroup =
    bracket.open === "(" && !/[\p{L}\d_$)\]>]$/u.test(head.trimEnd() === head ? head : `${head.trimEnd()} `);
  const lines = parts.map(
    (part) =>
      `${pad}${print(trimmed(part), inner, inner, 1)}${isGroup || (isSpread(part) && bracket.open === "(") ? "" : ","}\n`,
  );
  return `${head}${bracket.open}\n${lines.join("")}${" ".repeat(indent)}${bracket.close}${tail}`;
}

const isSpread = (part: readonly Piece[]) =>
  typeof part[0] === "string" && part[0].startsWith("...") && part.length === 1;

function trimmed(part: readonly Piece[]): Piece[] {
  return part.map((piece, index) => {
    if (typeof piece !== "string") return piece;
    const start = index === 0 ? piece.trimStart() : piece;
    return index === part.length - 1 ? start.trimEnd() : start;
  });
}
