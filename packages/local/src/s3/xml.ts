const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

export const escapeXml = (text: string): string =>
  text.replace(/[&<>"']|[\r\n]/g, (character) => entities[character] ?? `&#${character.charCodeAt(0)};`);

type Content = string | number | boolean | undefined | Content[] | { [tag: string]: Content };

/** Tags from an object; an array repeats its tag, undefined leaves it out. */
function render(content: Content): string {
  if (content === undefined) return "";
  if (typeof content !== "object") return escapeXml(String(content));
  if (Array.isArray(content)) return content.map(render).join("");
  return Object.entries(content)
    .flatMap(([tag, value]) => (Array.isArray(value) ? value : [value]).map((one) => [tag, one] as const))
    .map(([tag, value]) => (value === undefined ? "" : `<${tag}>${render(value)}</${tag}>`))
    .join("");
}

/** A whole S3 document. */
export const document = (root: string, content: Content): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${render(content)}</${root}>`;

/** The texts of every `<tag>` in a document whose tags of that name do not nest: all that S3 requests need. */
export const textsOf = (xml: string, tag: string): string[] =>
  [...xml.matchAll(new RegExp(`<${tag}(?:\\s[^>]*)?>([\\s\\S]*?)</${tag}>`, "g"))].map((match) => match[1] ?? "");

export const unescapeXml = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(amp|lt|gt|quot|apos));/gi, (_, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }[String(name).toLowerCase()] ?? "";
  });
