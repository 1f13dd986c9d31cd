import type { Analysis, Site } from "../../artefacts.ts";
import { noticesFile } from "../command-line/project.ts";
import type { Composer } from "../kind.ts";
import { text } from "../print.ts";
import { contentFiles, examplePicture, hueOf } from "./content.ts";
import { readme } from "./readme.ts";
import { staticFiles } from "./static.generated.ts";
import { tests } from "./tests.ts";

const compose: Composer["compose"] = (_, analysis) => {
  const { contract, requirements } = analysis;
  const site = siteOf(analysis);
  const hue = hueOf(contract.title);
  const files = new Map<string, string>(Object.entries(staticFiles));
  files.set("package.json", packageFile(contract.slug, descriptionOf(analysis)));
  files.set("package-lock.json", lockFile(contract.slug, staticFiles["package-lock.json"] ?? ""));
  files.set(".env.example", environmentFile);
  files.set("LICENSE-NOTICES.md", noticesFile(contract.title));
  files.set("src/site.ts", siteFile(site));
  files.set("public/site.css", (staticFiles["public/site.css"] ?? "").replace("--hue: 210;", `--hue: ${hue};`));
  files.set("public/icon.svg", icon(contract.title, hue));
  for (const [path, content] of contentFiles(site, contract.title, descriptionOf(analysis))) files.set(path, content);
  for (const { entries } of site.collections)
    for (const [index, { values }] of entries.entries())
      for (const value of Object.values(values))
        if (/^\/images\/[\w/-]+\.svg$/.test(value)) files.set(`public${value}`, examplePicture(index, hue));
  const written = tests(site, contract.title, requirements);
  for (const [path, content] of written.files) files.set(path, content);
  files.set("README.md", readme(analysis, site, written.evidence, fileOfTest(written.files)));
  return { files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))), evidence: written.evidence };
};

const describe: Composer["describe"] = (_, analysis, { files, evidence }) => {
  const suites = [...files].filter(([path]) => path.endsWith(".test.ts"));
  const text = readme(analysis, siteOf(analysis), evidence, fileOfTest(suites));
  return { files: new Map(files).set("README.md", text), evidence };
};

/** Pages that are written once and served as they are. */
export const staticSite: Composer = { compose, describe };

function siteOf({ contract }: Analysis): Site {
  if (contract.kind !== "static-site") throw new Error(`${contract.kind} has no pages.`);
  return contract.site;
}

const fileOfTest = (suites: readonly (readonly [string, string])[]) => (title: string) =>
  suites.find(([, content]) => content.includes(`test(${text(title)}`))?.[0] ?? "test/";

/** What search engines and feeds say of the site: what it says first of itself. */
function descriptionOf({ contract }: Analysis): string {
  const said =
    contract.kind === "static-site" ? (contract.site.pages.find(({ name }) => name === "index")?.body[0] ?? "") : "";
  return said.replace(/\s+/g, " ").slice(0, 200) || contract.title;
}

const packageFile = (slug: string, description: string): string =>
  `${JSON.stringify(
    {
      name: slug,
      version: "1.0.0",
      private: true,
      description,
      type: "module",
      engines: { node: ">=24" },
      scripts: {
        start: "node src/serve.ts",
        build: "node src/build.ts",
        test: 'node --test "test/**/*.test.ts"',
        check: "tsc",
      },
      devDependencies: { "@types/node": "24.19.2", typescript: "7.0.2" },
    },
    undefined,
    2,
  )}\n`;

function lockFile(slug: string, template: string): string {
  const lock = JSON.parse(template) as { packages: Record<string, object> };
  const own = { ...lock.packages[""], name: slug, version: "1.0.0" };
  return `${JSON.stringify({ ...lock, name: slug, version: "1.0.0", packages: { ...lock.packages, "": own } }, undefined, 2)}\n`;
}

const environmentFile = `# Copy to .env and change what you need. Every line is optional; these are the defaults.

# The port that npm start listens on.
PORT=3000
# The address to listen on; empty means all of them.
HOST=
# The address that the site will have, for its sitemap, feed and links.
SITE_URL=http://localhost:3000
`;

const siteFile = ({ hasSearch, hasFeed, forms }: Site): string => `/** Parts of the site that can be left out. */
export const features: { search: boolean; feed: boolean; forms: boolean } = {
  search: ${hasSearch},
  feed: ${hasFeed},
  forms: ${forms !== undefined},
};
`;

const icon = (title: string, hue: number): string => {
  const letter = title.match(/[A-Za-z0-9]/)?.[0]?.toUpperCase() ?? "S";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="hsl(${hue} 45% 32%)"/><text x="16" y="22" text-anchor="middle" font-family="system-ui, sans-serif" font-size="18" font-weight="700" fill="#fff">${letter}</text></svg>\n`;
};
