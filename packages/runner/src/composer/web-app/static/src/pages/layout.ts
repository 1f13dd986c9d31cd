import { html } from "hono/html";
import type { Now } from "../now.ts";
import type { Report } from "../reports/report.ts";
import type { Model } from "../resource/resource.ts";
import { may, titleOf } from "../resource/rights.ts";

/** HTML whose values have been escaped. */
export type Html = ReturnType<typeof html>;

/** What every page knows. */
export type View = {
  title: string;
  description: string;
  model: Model;
  reports: readonly Report[];
  now: Now;
  /** The path of the request, to mark where one is. */
  path: string;
  /** Where accounts are managed, for those who may. */
  accounts?: string;
  /** Where messages are shown, for those who may see them. */
  messages?: string;
};

/** The frame of every page: skip link, navigation, the content, who is signed in. */
export function layout(view: View, heading: string, content: Html): Html {
  const title = heading === view.title ? heading : `${heading} · ${view.title}`;
  const link = (href: string, label: string) => {
    const here = href === "/" ? view.path === "/" : view.path === href || view.path.startsWith(`${href}/`);
    return html`<li><a href="${href}" ${here ? html`aria-current="page"` : ""}>${label}</a></li>`;
  };
  const { user } = view.now;
  const seen = view.model.resources.filter((resource) => may(view.now, resource, "see"));
  const reports = view.reports.filter(({ resource }) => may(view.now, resource, "see"));
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <meta name="description" content="${view.description}">
    <meta name="color-scheme" content="light dark">
    <link rel="icon" href="/_static/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/_static/app.css">
    <script src="/_static/app.js" defer></script>
  </head>
  <body>
    <a class="skip" href="#content">Skip to content</a>
    <header class="side">
      <a class="brand" href="/"><img src="/_static/icon.svg" alt="" width="28" height="28"><span>${view.title}</span></a>
      <nav aria-label="Main">
        <ul>
          ${link("/", "Overview")}
          ${seen.map((resource) => link(`/${resource.path}`, titleOf(view.now, resource)))}
        </ul>
        ${reports.length > 0 ? html`<p class="group">Reports</p><ul>${reports.map((report) => link(`/reports/${report.name}`, report.label))}</ul>` : ""}
        ${view.accounts || view.messages ? html`<p class="group">Settings</p><ul>${view.accounts ? link(`/${view.accounts}`, "Accounts") : ""}${view.messages ? link(`/${view.messages}`, "Messages") : ""}</ul>` : ""}
      </nav>
      ${
        user
          ? html`<div class="person">
        <p><strong>${user.name}</strong><span>${user.role}</span></p>
        <form method="post" action="/sign-out"><button class="plain">Sign out</button></form>
      </div>`
          : ""
      }
    </header>
    <main id="content" tabindex="-1">${content}</main>
  </body>
</html>`;
}

/** Where one is, and the way back. */
export function trail(steps: readonly (readonly [label: string, href?: string])[]): Html {
  return html`<nav class="trail" aria-label="You are here"><ol>${steps.map(([label, href]) =>
    href ? html`<li><a href="${href}">${label}</a></li>` : html`<li aria-current="page">${label}</li>`,
  )}</ol></nav>`;
}

const notices: Record<string, string> = {
  created: "Saved. The new record is below.",
  changed: "Saved.",
  deleted: "Deleted.",
  moved: "Done.",
  imported: "Imported.",
  kept: "Saved.",
};

/** What just happened, announced to screen readers too. Only known words: an address can't put text on a page. */
export function notice(done: string | undefined): Html | "" {
  const text = done && Object.hasOwn(notices, done) ? notices[done] : undefined;
  return text ? html`<p class="notice" role="status">${text}</p>` : "";
}

export function alert(message: string | undefined): Html | "" {
  return message ? html`<p class="alert" role="alert">${message}</p>` : "";
}
