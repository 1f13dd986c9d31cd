import type { Analysis, Requirement, Site } from "../../artefacts.ts";
import type { Evidence } from "../kind.ts";
import { inline } from "../markdown.ts";
import { bullets, requirementsSection } from "../readme.ts";

/** The README of a site: how to see it, how to change what it says, and where each requirement is met. */
export function readme(
  { contract, requirements }: Analysis,
  site: Site,
  evidence: readonly Evidence[],
  fileOfTest: (title: string) => string,
): string {
  const open = Object.entries(site.facts).flatMap(([name, value]) => (value === "" ? [name] : []));
  return `# ${inline(contract.title)}

A website of ${site.pages.length} pages, built from the files under \`content/\` into plain HTML and CSS that any web server can
serve. ${site.hasSearch ? "The search is the only script; everything is there without it." : "It has no script."} Nothing comes from elsewhere, nothing is tracked, no cookie is set.

## Install, test, start

With Node 24 and npm:

\`\`\`sh
npm ci
npm test
npm start
\`\`\`

Then open http://localhost:3000. \`npm run build\` only writes the site to \`dist/\`; put that folder on any web server. Set
\`SITE_URL\` to the address it will have, because the sitemap${site.hasFeed ? ", the feed" : ""} and links for search engines name it.

## Change what it says

| file | what it says |
|---|---|
| \`content/site.json\` | the name of the site and its facts: ${Object.keys(site.facts).join(", ") || "none"}. What is empty is not shown${site.forms ? "; `formAddress`: the form service that forms post to" : ""} |
${site.forms ? "| `content/forms.json` | the forms and their fields. Without `formAddress` a form opens the visitor's mail program with the message to `email` |\n" : ""}${site.pages.some(({ shows }) => shows.includes("hours")) ? "| `content/hours.json` | the opening hours, day by day |\n" : ""}${site.pages.map(({ name, title }) => `| \`content/pages/${name}.md\` | the page “${inline(title)}” |`).join("\n")}
${site.collections.map((each) => `| \`content/${each.name}/\` | ${inline(each.label.toLowerCase())}, one file each: \`title\`${each.fields.map((field) => `, \`${field.name}\``).join("")}${each.hasTags ? ", `tags`" : ""}, then the text |\n`).join("")}
A file begins with its facts between two lines of dashes; the text below is Markdown. A new file is a new entry: its name
becomes its address. A new page in \`content/pages/\` appears in the menu; \`order\` says where.
${open.length > 0 ? `\nNot known yet: ${open.join(", ")}. Fill them in in \`content/site.json\`; until then the site says nothing about them.\n` : ""}
## Configure

Set these in the environment or in a file \`.env\` (see \`.env.example\`).

| setting | default | meaning |
|---|---|---|
| \`PORT\` | 3000 | the port that \`npm start\` listens on |
| \`HOST\` | all | the address to listen on |
| \`SITE_URL\` | http://localhost:3000 | the address of the site in sitemap, feed and links |

${requirementsSection(requirements, (requirement) => where(site, requirement), evidence, fileOfTest)}${bullets("Assumptions", contract.assumptions)}## Layout

\`\`\`
content/             what the site says; its owner edits only this
public/              the style sheet and pictures, copied as they are
src/build.ts         content in, dist/ out
src/templates/       the document around a page, and what pages show
src/markdown.ts      text to HTML
src/serve.ts         npm start: builds, then serves dist/
test/                one suite a part, each test named after its requirement, against the site as it is served
\`\`\`

Licences of the packages used: \`LICENSE-NOTICES.md\`.
`;
}

/** The files that meet a requirement. */
function where(site: Site, { targets }: Requirement): string[] {
  const files = targets.flatMap((target) => {
    const [kind = "", what = ""] = target.split(":");
    const name = what.split(/[#.]/)[0] ?? "";
    if (kind === "page" || kind === "text") return [`\`content/pages/${name}.md\``];
    if (kind === "hours") return ["`content/hours.json`"];
    if (kind === "fact") return ["`content/site.json`"];
    if (kind === "form") return ["`content/forms.json`, `src/templates/forms.ts`"];
    if (kind === "file") return [`\`${what}\``];
    if (site.collections.some((each) => each.name === name)) return [`\`content/${name}/\``];
    return [];
  });
  return files.length > 0 ? [...new Set(files)] : ["`src/build.ts`, `src/templates/`"];
}
