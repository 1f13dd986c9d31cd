import type { Requirement, Site } from "../../artefacts.ts";
import type { Evidence } from "../kind.ts";
import { literal, print, text } from "../print.ts";
import { wrap } from "../wrap.ts";
import { entryPath, slugOf, withFacts } from "./content.ts";

type Draft = { words: string; file: string; body: string[] };
type Collection = Site["collections"][number];

/** The delivered tests, from the requirements; they read the built site as visitors get it from `npm start`. */
export function tests(
  site: Site,
  name: string,
  requirements: readonly Requirement[],
): { files: [path: string, content: string][]; evidence: Evidence[] } {
  const taken = new Set<string>();
  const files = new Map<string, string[]>();
  const written = new Set<string>();
  const met = requirements.filter(({ gap }) => gap === undefined);
  const add = ({ id }: Requirement, drafts: readonly Draft[]): string[] =>
    drafts.map(({ words, file, body }) => {
      written.add(`${file} ${words}`);
      const base = `${id}: ${words.replace(/\s+/g, " ")}`;
      let title = base;
      for (let number = 2; taken.has(title); number += 1) title = `${base} (${number})`;
      taken.add(title);
      const code = `test(${text(title)}, async () => {\n${body.map((line) => `${wrap(line, 2)}\n`).join("")}});\n`;
      files.set(file, [...(files.get(file) ?? []), code]);
      return title;
    });
  const evidence = met.map((requirement): Evidence => {
    const drafts = requirement.targets.flatMap((target) => draftsOf(site, name, target, requirement));
    const unlike = [...new Map(drafts.map((draft) => [`${draft.file} ${draft.words}`, draft])).values()];
    return { requirementId: requirement.id, tests: add(requirement, unlike) };
  });
  const last = met.at(-1);
  if (last) {
    const owed = [...site.collections.flatMap((each) => collectionDrafts(each)), ...wholeDrafts(site, name)];
    const rest = owed.filter(({ file, words }) => !written.has(`${file} ${words}`));
    evidence.find(({ requirementId }) => requirementId === last.id)?.tests.push(...add(last, rest));
  }
  return { files: [...files].map(([file, codes]) => [file, testFile(codes.join("\n"))]), evidence };
}

function testFile(codes: string): string {
  const uses = (name: string) => new RegExp(`\\b${name}\\b`).test(codes);
  const support = ["buildWith", "startSite"].filter((each) => (each === "startSite" ? uses("site") : uses(each)));
  const page = ["readPage", "wordsIn"].filter(uses);
  return `import assert from "node:assert/strict";
${uses("readFileSync") ? 'import { readFileSync } from "node:fs";\n' : ""}import { ${uses("site") ? "after, " : ""}test } from "node:test";
${uses("matching") ? 'import { matching } from "../src/browser/search.ts";\n' : ""}${uses("markdown") ? 'import { markdown } from "../src/markdown.ts";\n' : ""}${page.length > 0 ? `import { ${page.join(", ")} } from "./support/page.ts";\n` : ""}import { ${support.join(", ")} } from "./support/start.ts";
${uses("site") ? "\nconst site = await startSite();\nafter(() => site.stop());\n" : ""}
${codes}`;
}

const addressOf = (name: string): string => (name === "index" ? "/" : `/${name}/`);

function draftsOf(site: Site, name: string, target: string, requirement: Requirement): Draft[] {
  const [kind = "", what = ""] = target.split(/:(.*)/s);
  const page = site.pages.find((each) => each.name === what.split("#")[0]);
  const collection = site.collections.find((each) => each.name === what.split(".")[0]);
  switch (kind) {
    case "page":
      return page ? [pageDraft(page, requirement)] : [];
    case "text":
      return page ? [textDraft(page, Number(what.split("#")[1] ?? 0))] : [];
    case "hours":
      return hoursDrafts(site);
    case "fact":
      return factDrafts(site, what);
    case "collection":
      return collection ? collectionDrafts(collection) : [];
    case "field":
      return collection ? fieldDrafts(collection, what.split(".")[1] ?? "") : [];
    case "entry":
      return collection ? entryDrafts(collection) : [];
    case "form":
      return formDrafts(site, what);
    case "whole":
      return wholeDrafts(site, name).filter(({ about }) => about === what);
    default:
      return [];
  }
}

/** That a page is there, and that every page leads to it. */
function pageDraft({ name, title, shows }: Site["pages"][number], { text: asked }: Requirement): Draft {
  const path = addressOf(name);
  return {
    words: `the page "${title}" is there, and every page leads to it`,
    file: "test/pages.test.ts",
    body: [
      `const page = await site.page("${path}");`,
      `assert.deepEqual(page.headings.filter(({ level }) => level === 1).map(({ words }) => words), [${text(title)}]);`,
      `assert.notEqual(page.words, ${text(title)}, ${text(`nothing is on it of “${asked.slice(0, 60)}”`)});`,
      `assert.match(page.html, /<a href="${path.replaceAll("/", "\\/")}" aria-current="page">/);`,
      'const first = await site.page("/");',
      `assert.ok(first.links.includes("${path}"));`,
      ...(shows.length > 0 ? [`assert.match(page.html, /<(table|ul|address|div|p)[ >]/);`] : []),
    ],
  };
}

/** That what the author says stands on the page, word for word. */
function textDraft({ name, title, body }: Site["pages"][number], index: number): Draft {
  const paragraph = body[index] ?? "";
  return {
    words: `the page "${title}" says what its owner says`,
    file: "test/pages.test.ts",
    body: [
      `const page = await site.page("${addressOf(name)}");`,
      `assert.ok(page.words.includes(${text(paragraph.replace(/\s+/g, " ").trim())}), page.words);`,
    ],
  };
}

function hoursDrafts(site: Site): Draft[] {
  const page = site.pages.find(({ shows }) => shows.includes("hours"));
  if (!page) return [];
  const path = addressOf(page.name);
  const rows = site.hours.map(
    ({ day, hours }) => `assert.ok(page.words.includes(${text(`${day} ${hours}`)}), page.words);`,
  );
  return [
    {
      words:
        site.hours.length > 0
          ? "the opening hours are shown day by day"
          : "opening hours are shown as soon as they are known, and none are made up",
      file: "test/facts.test.ts",
      body: [
        ...(rows.length > 0
          ? [`const page = await site.page("${path}");`, ...rows]
          : [`assert.match((await site.page("${path}")).words, /not on this page yet/);`]),
        `const changed = buildWith({ "hours.json": ${text(JSON.stringify([{ day: "Feast day", hours: "11:11 to 12:12" }]))} })("${path}");`,
        'assert.ok(changed.words.includes("Feast day 11:11 to 12:12"), changed.words);',
        "assert.match(changed.html, /<caption>Opening hours<\\/caption>/);",
        'assert.match(changed.html, /<th scope="row">Feast day<\\/th>/);',
      ],
    },
  ];
}

const shownAs: Record<string, string> = {
  phone: "+44 20 7946 0999",
  email: "hello@shop.example",
  address: "99 Example Row, Exampleton",
};

/** That a fact is shown where people look for it, or, while it isn't known, that none is made up. */
function factDrafts(site: Site, fact: string): Draft[] {
  const facts = fact === "" ? Object.keys(site.facts) : [fact];
  const page = site.pages.find(({ shows }) => shows.includes("contact"));
  const path = addressOf(page?.name ?? "index");
  return facts.map((each) => {
    const known = site.facts[each] ?? "";
    const other = shownAs[each] ?? "https://example.com/us";
    const link =
      each === "phone"
        ? 'links.includes("tel:+442079460999")'
        : each === "email"
          ? 'links.includes("mailto:hello@shop.example")'
          : `words.includes(${text(other)})`;
    const facts = `{ ...${print(literal(site.facts))}, ${each}: ${text(other)} }`;
    const changed = `buildWith({ "site.json": JSON.stringify({ name: "Us", description: "", language: "en", facts: ${facts} }) })("${path}")`;
    return {
      words: known ? `the ${each} is shown` : `the ${each} is shown as soon as it is known, and none is made up`,
      file: "test/facts.test.ts",
      body: [
        `const page = await site.page("${path}");`,
        known
          ? `assert.ok(wordsIn(page.html).includes(${text(known)}), page.html);`
          : each === "phone"
            ? "assert.doesNotMatch(page.html, /tel:/);"
            : each === "email"
              ? "assert.doesNotMatch(page.html, /mailto:/);"
              : `assert.doesNotMatch(page.html, /<dt>${each.charAt(0).toUpperCase()}${each.slice(1)}<\\/dt>/);`,
        `const changed = ${changed};`,
        page || each === "phone" || each === "email"
          ? `assert.ok(changed.${link.includes("words") ? `html.includes(${text(other)})` : link}, changed.html);`
          : `assert.ok(changed.html.includes(${text(other)}), changed.html);`,
      ],
    };
  });
}

const pageOf = (collection: Collection): string => `/${collection.name}/`;

/** The value of an example for each kind of field, as it is written and as it is shown. */
const samples: Record<Collection["fields"][number]["kind"], [written: string, shown: string]> = {
  text: ["Quillfeather", "Quillfeather"],
  longText: ["Quillfeather", "Quillfeather"],
  money: ["7.5", "7.50"],
  date: ["2024-02-29", "29 February 2024"],
  url: ["https://example.com/quill", "example.com/quill"],
  image: ["/images/quill.svg", ""],
  number: ["77", "77"],
};

/** That entries are shown with what they hold, that a new one appears, and that a removed one goes. */
function collectionDrafts(collection: Collection): Draft[] {
  const { name, label, fields, isBlog, hasPages, entries, layout } = collection;
  const file = `test/${name}.test.ts`;
  const values = Object.fromEntries(fields.map((field) => [field.name, samples[field.kind][0]]));
  const added = withFacts({ title: "Zebra & <Quill>", ...values }, "A **bold** word.");
  const path = pageOf(collection);
  const shown = fields.filter(
    ({ kind }) => kind !== "longText" && !(layout === "questions" || layout === "gallery") && kind !== "image",
  );
  return [
    {
      words: `${label.toLowerCase()} are shown on a page of their own`,
      file,
      body: [
        `const page = await site.page("${path}");`,
        ...entries.map(({ title }) => `assert.ok(page.words.includes(${text(title)}), page.words);`),
        ...(collection.areExamples && entries.length > 0
          ? ["assert.match(page.words, /are examples of how they will look/);"]
          : entries.length === 0
            ? ["assert.match(page.words, /There are no .* on this page yet/);"]
            : ["assert.doesNotMatch(page.words, /are examples of how they will look/);"]),
      ],
    },
    {
      words: `a new one of the ${label.toLowerCase()} appears with everything it holds`,
      file,
      body: [
        `const built = buildWith({ "${name}/99-zebra.md": ${text(added)} });`,
        `const page = built("${path}");`,
        'assert.ok(page.words.includes("Zebra & <Quill>"), page.words);',
        "assert.doesNotMatch(page.html, /<Quill>/);",
        ...shown.map(({ kind }) => `assert.ok(page.words.includes(${text(samples[kind][1])}), page.words);`),
        ...(fields.some(({ kind }) => kind === "image") &&
        layout !== "table" &&
        layout !== "list" &&
        layout !== "questions"
          ? [
              'assert.deepEqual(page.images.find(({ src }) => src === "/images/quill.svg"), { src: "/images/quill.svg", alt: "Zebra &amp; &lt;Quill&gt;" });',
            ]
          : []),
        ...(hasPages
          ? [
              'const own = built(page.links.find((link) => link.endsWith("/zebra/")) ?? "");',
              "assert.match(own.html, /<strong>bold<\\/strong>/);",
              'assert.deepEqual(own.headings.map(({ words }) => words), ["Zebra & <Quill>"]);',
              ...fields
                .filter(({ kind }) => kind !== "longText" && kind !== "image")
                .map(({ kind }) => `assert.ok(own.words.includes(${text(samples[kind][1])}), own.words);`),
            ]
          : layout === "gallery"
            ? []
            : ["assert.match(page.words, /A bold word/);"]),
        ...(isBlog ? orderedBody(collection) : []),
      ],
    },
  ];
}

/** Posts are newest first. */
function orderedBody({ name, fields }: Collection): string[] {
  const date = fields.find(({ kind }) => kind === "date")?.name ?? "date";
  const post = (title: string, day: string) => text(withFacts({ title, [date]: day }, "Text."));
  return [
    `const dated = buildWith({ "${name}/a.md": ${post("Older post", "2001-01-01")}, "${name}/b.md": ${post("Newer post", "2091-01-01")} })("/${name}/").words;`,
    'assert.ok(dated.indexOf("Newer post") < dated.indexOf("Older post"), dated);',
  ];
}

function fieldDrafts(collection: Collection, source: string): Draft[] {
  const field = collection.fields.find(({ name }) => name === source);
  if (!field) return collectionDrafts(collection);
  const [written, shown] = samples[field.kind];
  const path = pageOf(collection);
  const given = collection.entries.filter(({ values }) => values[source]);
  const isPicture = field.kind === "image";
  return [
    {
      words: `each of the ${collection.label.toLowerCase()} has its ${field.label.toLowerCase()}`,
      file: `test/${collection.name}.test.ts`,
      body: [
        ...(given.length > 0 && !isPicture
          ? [
              `const served = await site.page("${path}");`,
              ...given
                .slice(0, 8)
                .map(
                  ({ values }) =>
                    `assert.ok(served.words.includes(${text(asShown(field.kind, values[source] ?? ""))}), served.words);`,
                ),
            ]
          : []),
        `const built = buildWith({ "${collection.name}/98-quill.md": ${text(withFacts({ title: "Quill", [source]: written }, ""))} });`,
        isPicture
          ? `assert.deepEqual(built("${path}").images.find(({ src }) => src === "${written}"), { src: "${written}", alt: "Quill" });`
          : `assert.ok(built("${path}").words.includes(${text(shown)}));`,
        ...(isPicture
          ? []
          : [
              `assert.ok(built("${path}").words.includes(${text(field.label)}) || built("${path}").html.includes(${text(shown)}));`,
            ]),
      ],
    },
  ];
}

const days = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

function asShown(kind: Collection["fields"][number]["kind"], value: string): string {
  if (kind === "money" && /^\d+(\.\d+)?$/.test(value)) return Number(value).toFixed(2);
  if (kind === "date") return days.format(new Date(value));
  return kind === "url" ? value.replace(/^https?:\/\//, "") : value;
}

/** That what a visitor writes goes to the owner, and that no form is shown which nobody would get. */
function formDrafts(site: Site, name: string): Draft[] {
  const form = site.forms?.find((each) => each.name === name);
  const page = site.pages.find(({ shows }) => shows.includes(`form:${name}`));
  if (!form || !page) return [];
  const built = (facts: string, address: string) =>
    `buildWith({ "site.json": JSON.stringify({ ...told, facts: ${facts}, formAddress: "${address}" }) })("${addressOf(page.name)}")`;
  return [
    {
      words: `the form “${form.title}” sends what is written to the owner, and is not there while nobody would get it`,
      file: "test/forms.test.ts",
      body: [
        'const told = JSON.parse(readFileSync(new URL("../content/site.json", import.meta.url), "utf8"));',
        `const byMail = ${built('{ ...told.facts, email: "owner@example.com" }', "")};`,
        `assert.ok(byMail.html.includes(${text(`action="mailto:owner@example.com?subject=${encodeURIComponent(form.title)}" method="post" enctype="text/plain"`)}), byMail.html);`,
        "assert.match(byMail.words, /Sending opens your mail program/);",
        `for (const label of ${JSON.stringify(form.fields.map(({ label }) => label))}) {`,
        '  const id = byMail.html.match(new RegExp(`<label for="([^"]+)">${label}</label>`))?.[1];',
        '  assert.ok(byMail.html.includes(`id="${id}" name="${label}"`), label);',
        "}",
        `const byService = ${built("told.facts", "https://forms.example.com/f/1")};`,
        'assert.ok(byService.html.includes(\'action="https://forms.example.com/f/1" method="post" aria\'), byService.html);',
        "assert.doesNotMatch(byService.words, /mail program/);",
        `const nobody = ${built('{ ...told.facts, email: "" }', "")};`,
        'assert.doesNotMatch(nobody.html, /<form class="message"/);',
        "assert.match(nobody.words, /Messages can't be sent from this page yet/);",
        'const policy = (await site.get("/")).headers.get("Content-Security-Policy") ?? "";',
        "assert.match(policy, /form-action 'self' mailto: https:;/);",
      ],
    },
  ];
}

/** That each entry that the brief names is there, by its name. */
function entryDrafts(collection: Collection): Draft[] {
  return [
    {
      words: `the ${collection.label.toLowerCase()} that were named are on the page`,
      file: `test/${collection.name}.test.ts`,
      body: [
        `const page = await site.page("${pageOf(collection)}");`,
        ...collection.entries.flatMap(({ title, values }) => [
          `assert.ok(page.words.includes(${text(title)}), page.words);`,
          ...Object.entries(values).flatMap(([name, value]) => {
            const field = collection.fields.find((each) => each.name === name);
            return field && value && !["image", "longText"].includes(field.kind)
              ? [`assert.ok(page.words.includes(${text(asShown(field.kind, value))}), page.words);`]
              : [];
          }),
        ]),
      ],
    },
  ];
}

/** What every site owes its visitors; `about` is what a requirement may speak of. */
function wholeDrafts(site: Site, name: string): (Draft & { about: string })[] {
  const file = "test/site.test.ts";
  const paths = [
    ...site.pages.map((page) => addressOf(page.name)),
    ...site.collections.flatMap((each) =>
      each.hasPages ? each.entries.map(({ title }) => entryPath(each, title)) : [],
    ),
  ];
  const blog = site.collections.find(({ isBlog }) => isBlog);
  const tagged = site.collections.find(({ hasTags }) => hasTags);
  const date = blog?.fields.find(({ kind }) => kind === "date")?.name ?? "date";
  const all = `const paths = ${JSON.stringify(paths)};`;
  return [
    {
      about: "name",
      words: "every page says whose it is, and has a title and a description of its own",
      file,
      body: [
        all,
        "const titles = new Set<string>();",
        "for (const path of paths) {",
        "  const page = await site.page(path);",
        `  assert.ok(page.title.includes(${text(name)}), page.title);`,
        "  titles.add(page.title);",
        '  assert.match(page.html, /<meta name="description" content="[^"]+">/);',
        '  assert.match(page.html, /<meta property="og:title" content="[^"]+">/);',
        '  assert.ok(page.html.includes(`<link rel="canonical" href="https://www.example.com${path}">`), path);',
        "}",
        "assert.equal(titles.size, paths.length);",
      ],
    },
    {
      about: "accessible",
      words: "pages have one main heading, a language, a way past the menu, and words for every picture and field",
      file,
      body: [
        `const paths = ${JSON.stringify([...paths, ...(site.hasSearch ? ["/search/"] : [])])};`,
        "for (const path of paths) {",
        "  const { html, headings, images } = await site.page(path);",
        '  assert.match(html, /^<!doctype html>\\s*<html lang="en">/);',
        "  assert.equal(headings.filter(({ level }) => level === 1).length, 1, path);",
        "  for (const [index, { level }] of headings.entries()) assert.ok(level <= (headings[index - 1]?.level ?? 0) + 1, path);",
        '  assert.match(html, /<a class="skip" href="#main">/);',
        '  assert.match(html, /<main id="main">/);',
        "  for (const { src, alt } of images) assert.ok(alt, `${src} on ${path}`);",
        '  for (const [, id] of html.matchAll(/<input id="(\\w+)"/g)) assert.match(html, new RegExp(`<label for="${id}">[^<]+`));',
        "}",
      ],
    },
    {
      about: "links",
      words: "every link within the site leads somewhere, and every picture is there",
      file,
      body: [
        'const open = ["/"];',
        "const seen = new Set<string>(open);",
        "for (let path = open.shift(); path !== undefined; path = open.shift()) {",
        "  const answer = await site.get(path);",
        "  assert.equal(answer.status, 200, path);",
        '  if (!answer.type.startsWith("text/html")) continue;',
        "  const { links, images } = readPage(answer.text);",
        '  for (const to of [...links, ...images.map(({ src }) => src), "/site.css", "/icon.svg"]) {',
        '    const inside = to.split("#")[0] ?? "";',
        '    if (!inside.startsWith("/") || seen.has(inside)) continue;',
        "    seen.add(inside);",
        "    open.push(inside);",
        "  }",
        "}",
        ...paths.map((path) => `assert.ok(seen.has("${path}"));`),
      ],
    },
    {
      about: "private",
      words: "nothing comes from elsewhere: no tracking, no cookies, no foreign fonts or scripts",
      file,
      body: [
        all,
        "for (const path of paths) {",
        "  const { headers, text } = await site.get(path);",
        '  assert.equal(headers.get("Set-Cookie"), null);',
        '  assert.match(headers.get("Content-Security-Policy") ?? "", /^default-src \'none\'/);',
        '  assert.doesNotMatch(text, /<(script|img|iframe|source)[^>]+src="(https?:)?\\/\\//);',
        '  assert.doesNotMatch(text, /<link rel="stylesheet" href="(?!\\/site\\.css")/);',
        '  assert.doesNotMatch(text, /<script(?![^>]*src="\\/search\\.js")/);',
        "}",
        'assert.doesNotMatch((await site.get("/site.css")).text, /url\\(|@import/);',
      ],
    },
    {
      about: "phone",
      words: "pages fit a phone, follow light and dark, and need no script",
      file,
      body: [
        'const page = await site.page("/");',
        'assert.match(page.html, /<meta name="viewport" content="width=device-width, initial-scale=1">/);',
        'const css = (await site.get("/site.css")).text;',
        "assert.match(css, /@media \\(prefers-color-scheme: dark\\)/);",
        "assert.match(css, /repeat\\(auto-fill, minmax\\(min\\(/);",
        "assert.doesNotMatch(page.html, /<script|onclick=|style=/);",
        "assert.ok(page.words.length > 0);",
      ],
    },
    {
      about: "fast",
      words: "pages are small and need one style sheet",
      file,
      body: [
        all,
        "for (const path of paths) {",
        "  const { text } = await site.get(path);",
        "  assert.ok(text.length < 100_000, `${path} has ${text.length} characters`);",
        "  assert.equal(text.split('rel=\"stylesheet\"').length - 1, 1);",
        "}",
        'assert.ok((await site.get("/site.css")).text.length < 20_000);',
      ],
    },
    {
      about: "found",
      words: "search engines find every page, and people who are lost find the way back",
      file,
      body: [
        'const map = (await site.get("/sitemap.xml")).text;',
        all,
        "for (const path of paths) assert.ok(map.includes(`<loc>https://www.example.com${path}</loc>`), path);",
        'assert.match((await site.get("/robots.txt")).text, /^Sitemap: https:\\/\\/www\\.example\\.com\\/sitemap\\.xml$/m);',
        'const lost = await site.get("/no-such-page/");',
        "assert.equal(lost.status, 404);",
        'assert.ok(readPage(lost.text).links.includes("/"));',
        'assert.match(lost.text, /<meta name="robots" content="noindex">/);',
      ],
    },
    {
      about: "served",
      words: "the server gives pages and nothing else",
      file,
      body: [
        'assert.deepEqual(JSON.parse((await site.get("/health")).text), { status: "ok" });',
        'assert.equal((await site.get("/", "POST")).status, 405);',
        'assert.equal((await site.get("/", "HEAD")).text, "");',
        'for (const path of ["/..%2fpackage.json", "/%2e%2e/package.json", "/.env", "/package.json", "/%zz", "/content/site.json"])',
        "  assert.equal((await site.get(path)).status, 404, path);",
        'assert.equal((await site.get("/site.css")).type, "text/css; charset=utf-8");',
        'assert.equal((await site.get("/")).headers.get("X-Content-Type-Options"), "nosniff");',
      ],
    },
    {
      about: "written",
      words: "text is written in Markdown, and no markup in it becomes part of a page",
      file: "test/markdown.test.ts",
      body: [
        'const { text } = markdown("# Big\\n\\nA **bold** and *slanted* [word](/about/) with `code`.\\n\\n- one\\n- two\\n\\n1. first\\n\\n> said\\n\\n```sh\\nrun <it>\\n```");',
        'assert.match(text, /<h2 id="big">Big<\\/h2>/);',
        'assert.match(text, /<p>A <strong>bold<\\/strong> and <em>slanted<\\/em> <a href="\\/about\\/">word<\\/a> with <code>code<\\/code>\\.<\\/p>/);',
        "assert.match(text, /<ul><li>one<\\/li><li>two<\\/li><\\/ul>/);",
        "assert.match(text, /<ol><li>first<\\/li><\\/ol>/);",
        "assert.match(text, /<blockquote><p>said<\\/p><\\/blockquote>/);",
        "assert.match(text, /<pre><code>run &lt;it&gt;<\\/code><\\/pre>/);",
        'assert.equal(markdown("<script>alert(1)</script>").text, "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");',
        'assert.match(markdown("[x](javascript:alert(1))").text, /href="#"/);',
        'assert.equal(markdown("![A cat](/cat.svg)").text, \'<p><img src="/cat.svg" alt="A cat" loading="lazy"></p>\');',
      ],
    },
    ...(site.hasSearch
      ? [
          {
            about: "search",
            words: "the search finds pages by their words and, without a script, lists them all",
            file: "test/search.test.ts",
            body: [
              'const index = JSON.parse((await site.get("/search.json")).text) as { title: string; path: string; text: string }[];',
              `for (const path of ${JSON.stringify(paths)}) assert.ok(index.some((each) => each.path === path), path);`,
              'const page = await site.page("/search/");',
              "for (const { path } of index) assert.ok(page.links.includes(path), path);",
              'assert.match(page.html, /<script type="module" src="\\/search\\.js">/);',
              'const script = await site.get("/search.js");',
              'assert.equal(script.type, "text/javascript; charset=utf-8");',
              "assert.doesNotMatch(script.text, /: string|readonly /);",
              'const pages = [{ title: "Crème brûlée", path: "/a/", text: "A dessert." }, { title: "Soup", path: "/b/", text: "No creme in it." }];',
              'assert.deepEqual(matching(pages, "CREME").map(({ path }) => path), ["/a/", "/b/"]);',
              'assert.deepEqual(matching([...pages].reverse(), "creme").map(({ path }) => path), ["/a/", "/b/"]);',
              'assert.deepEqual(matching(pages, "dessert creme").map(({ path }) => path), ["/a/"]);',
              'assert.deepEqual(matching(pages, "nothing like it"), []);',
              'assert.equal(matching(pages, " ").length, 2);',
            ],
          },
        ]
      : []),
    ...(site.hasFeed && blog
      ? [
          {
            about: "feed",
            words: "the RSS feed has every post, with its address and its day",
            file,
            body: [
              'const { text } = await site.get("/feed.xml");',
              'assert.match(text, /^<\\?xml version="1\\.0"[^>]*>\\s*<rss version="2\\.0"><channel>/);',
              ...blog.entries.map(
                ({ title }) =>
                  `assert.ok(text.includes("<link>https://www.example.com${entryPath(blog, title)}</link>"));`,
              ),
              `assert.equal(text.split("<item>").length - 1, ${blog.entries.length});`,
              ...(blog.entries.length > 0
                ? ["assert.match(text, /<pubDate>\\w{3}, \\d{2} \\w{3} \\d{4} 00:00:00 GMT<\\/pubDate>/);"]
                : []),
              `const built = buildWith({ "${blog.name}/a.md": ${text(withFacts({ title: "Salt & <Pepper>", [date]: "2091-05-06" }, "Text."))} })("/feed.xml").html;`,
              "assert.match(built, /<item>\\s*<title>Salt &amp; &lt;Pepper&gt;<\\/title>/);",
              "assert.match(built, /<pubDate>Sun, 06 May 2091 00:00:00 GMT<\\/pubDate>/);",
              'assert.match((await site.page("/")).html, /<link rel="alternate" type="application\\/rss\\+xml"[^>]*href="\\/feed\\.xml">/);',
            ],
          },
        ]
      : []),
    ...(tagged
      ? [
          {
            about: "tags",
            words: "each tag has a page with what is tagged so",
            file: `test/${tagged.name}.test.ts`,
            body: [
              `const tagged = buildWith({ "${tagged.name}/tagged.md": ${text(withFacts({ title: "Tagged one", tags: "Rare Birds, other" }, "Text."))} });`,
              `const list = tagged("/${tagged.name}/tags/rare-birds/");`,
              `assert.ok(list.links.includes("/${tagged.name}/tagged/"));`,
              `assert.ok(tagged("/${tagged.name}/").links.includes("/${tagged.name}/tags/rare-birds/"));`,
              `assert.ok(tagged("/${tagged.name}/tagged/").links.includes("/${tagged.name}/tags/other/"));`,
              ...[...new Set(tagged.entries.flatMap(({ tags }) => tags))]
                .slice(0, 4)
                .map((tag) => `assert.equal((await site.get("/${tagged.name}/tags/${slugOf(tag)}/")).status, 200);`),
            ],
          },
        ]
      : []),
  ];
}
