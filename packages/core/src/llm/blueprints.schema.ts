import * as z from "zod";
import { Instant, orNone, text } from "../base/base.schema.ts";

/** What the engine builds without asking any model. Only what it really has is listed; the ids are the engine's. */
export const blueprints = [
  {
    id: "web-app",
    kind: "web-app",
    name: "Business web application with API",
    version: "1",
    description:
      "Records with their rules, states, lists, searches and reports, as pages that people use and an API that programs use, with sign-in and roles where the objectives ask for them.",
    delivers: [
      "Pages to list, search, enter and change records, fit for a phone",
      "A JSON API with paging, search, validation and OpenAPI",
      "A database on disk with migrations and examples",
      "Tests for each requirement, and a script that repeats the evidence",
      "README, Dockerfile, build pipeline, lockfile and licence notes",
    ],
  },
  {
    id: "integration",
    kind: "integration",
    name: "Integration service between HTTP APIs",
    version: "1",
    description:
      "Records that go from one program to another by webhook or schedule, one way or both, with what stays behind, what arrives in another form and what happens when something fails.",
    delivers: [
      "Flows as code, and a file that says how the two APIs name things",
      "OAuth 2 or API keys, paging, limits, retries, signed webhooks, syncs that resume after a crash",
      "A page and a JSON API of how it stands, what failed and why, with another try",
      "Stand-ins for the systems, and tests for each requirement between them",
      "README, Dockerfile, build pipeline, lockfile and licence notes",
    ],
  },
  {
    id: "command-line",
    kind: "command-line",
    name: "Command-line tool",
    version: "1",
    description:
      "A program that people run by typing its name: it keeps records in a file, with their rules, states, lists, searches and reports. It needs Node and no other package.",
    delivers: [
      "Commands to add, list, find, show, change and remove records, and for their states and reports",
      "Help for every command, JSON for programs, exit codes, CSV out and in",
      "A data file that two commands at a time and a crash can't harm",
      "Tests for each requirement that run the tool, and a script that repeats the evidence",
      "README, Dockerfile, build pipeline, lockfile and licence notes",
    ],
  },
  {
    id: "static-site",
    kind: "static-site",
    name: "Static website",
    version: "1",
    description:
      "Pages that are written once and served as plain files: texts, opening hours, menus, projects, galleries, posts, with search and feed where the objectives ask for them. No tracking, no cookies, no foreign parts.",
    delivers: [
      "Accessible pages that fit a phone, in light and dark, and work without scripts",
      "One folder of content that its owner edits: Markdown and two small files of facts",
      "Sitemap, previews for search engines, RSS feed and search where asked",
      "Tests for each requirement against the site as it is served, and a script that repeats the evidence",
      "README, Dockerfile, build pipeline, lockfile and licence notes",
    ],
  },
] as const;

const blueprintKinds = ["web-app", "integration", "command-line", "static-site"] as const;
const Kind = z.enum(blueprintKinds);

export const ListBlueprints = z.object({
  search: text(200).trim().default(""),
  kind: orNone(Kind),
  enabled: orNone(z.enum(["true", "false"])),
});
export const BlueprintId = z.object({ id: z.string().max(64) });

export const Blueprint = z.object({
  id: z.string(),
  kind: Kind,
  name: z.string(),
  version: z.string(),
  description: z.string(),
  delivers: z.array(z.string()),
  enabled: z.boolean(),
  disabledAt: Instant.nullable(),
  disabledBy: z.object({ id: z.string(), email: z.string().nullable() }).nullable(),
});
export const BlueprintList = z.object({ items: z.array(Blueprint) });
export const BlueprintExport = Blueprint.omit({ enabled: true, disabledAt: true, disabledBy: true }).extend({
  format: z.literal("q2o.blueprint/1"),
  exportedAt: Instant,
});
