import { html } from "hono/html";
import type { Integration } from "../flow/flow.ts";

/** HTML whose values have been escaped. */
export type Html = ReturnType<typeof html>;

const places = [
  ["/", "Overview"],
  ["/failures", "Failures"],
  ["/syncs", "Syncs"],
] as const;

/** The frame of every page: skip link, navigation, the content. */
export function layout(integration: Integration, path: string, heading: string, content: Html): Html {
  const title = heading === integration.title ? heading : `${heading} · ${integration.title}`;
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <meta name="description" content="${integration.description}">
    <meta name="color-scheme" content="light dark">
    <link rel="icon" href="/_static/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/_static/app.css">
  </head>
  <body>
    <a class="skip" href="#content">Skip to content</a>
    <header class="side">
      <a class="brand" href="/"><img src="/_static/icon.svg" alt="" width="28" height="28"><span>${integration.title}</span></a>
      <nav aria-label="Main">
        <ul>${places.map(([href, label]) => html`<li><a href="${href}" ${path === href ? html`aria-current="page"` : ""}>${label}</a></li>`)}</ul>
      </nav>
    </header>
    <main id="content" tabindex="-1">${content}</main>
  </body>
</html>`;
}
