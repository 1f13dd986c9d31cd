type Shown = { schema: object; example?: unknown };

type Operation = {
  summary: string;
  tags: string[];
  parameters: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { content: Record<string, Shown> };
  responses: Record<string, { description: string; content?: Record<string, Shown> }>;
};

const style = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1rem 4rem; font: 1rem/1.5 system-ui, sans-serif; }
nav a { margin-right: 1rem; }
h2 { margin-top: 2.5rem; text-transform: capitalize; }
details { border-top: 1px solid var(--line); padding: .5rem 0; }
summary { cursor: pointer; display: flex; gap: .75rem; align-items: baseline; flex-wrap: wrap; }
summary b { font: 600 .8rem ui-monospace, monospace; min-width: 4rem; text-transform: uppercase; }
summary code { overflow-wrap: anywhere; }
pre { overflow: auto; padding: .75rem; border: 1px solid var(--line); border-radius: .5rem; font-size: .85rem; }
`;

/** The API to read, without a line of script: every route with its input, its answers and its refusals. */
export function page(paths: Record<string, Record<string, object>>): { html: string; style: string } {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation: operation as Operation })),
  );
  const doors = [...new Set(operations.flatMap(({ operation }) => operation.tags))];
  const sections = doors.map((door) => {
    const entries = operations.filter(({ operation }) => operation.tags.includes(door)).map(entry);
    return `<section><h2 id="${door}">${door}</h2>${entries.join("")}</section>`;
  });
  const links = doors.map((door) => `<a href="#${door}">${door}</a>`).join("");
  const intro = `<h1>Q2O API</h1><p>Errors are <code>application/problem+json</code> with a stable <code>code</code>. The same as a document: <a href="/api/openapi.json">openapi.json</a>.</p>`;
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Q2O API</title><style>${style}</style></head><body>${intro}<nav>${links}</nav><main>${sections.join("")}</main></body></html>`;
  return { html, style };
}

function entry({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const parameters = operation.parameters
    .map((one) => `<li><code>${one.name}</code> in ${one.in}${one.required ? ", required" : ""}</li>`)
    .join("");
  const bodies = Object.values(operation.requestBody?.content ?? {}).map((body) => `<h4>Body</h4>${shown(body)}`);
  const answers = Object.entries(operation.responses).map(([status, { description, content }]) => {
    const body = content?.["application/json"];
    return `<h4>${status} ${encode(description)}</h4>${body ? shown(body) : ""}`;
  });
  return `<details><summary><b>${method}</b><code>${encode(path)}</code><span>${encode(operation.summary)}</span></summary>${parameters && `<ul>${parameters}</ul>`}${bodies.join("")}${answers.join("")}</details>`;
}

/** An example to read at once; the schema for whoever wants it. */
const shown = ({ schema, example }: Shown) =>
  `${example === undefined ? "" : json(example)}<details><summary>Schema</summary>${json(schema)}</details>`;

const json = (value: unknown) => `<pre>${encode(JSON.stringify(value, undefined, 2))}</pre>`;

const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const encode = (text: string) => text.replace(/[&<>"]/g, (sign) => signs[sign] ?? "");
