import { html } from "hono/html";
import { labelOf } from "../flow/flow.ts";
import { flowView } from "../http/api.ts";
import { listingsOf } from "../http/lists.ts";
import { list } from "../http/query.ts";
import type { Kept } from "../sync/records.ts";
import type { Sync } from "../sync/sync.ts";
import type { Work } from "../sync/work.ts";
import { type Html, layout } from "./layout.ts";

const minute = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });

const time = (instant: string | null): Html | string =>
  instant ? html`<time datetime="${instant}">${minute.format(new Date(instant))} UTC</time>` : "–";

const tones: Record<string, string> = {
  completed: "good",
  delivered: "good",
  failed: "bad",
  dead: "bad",
  running: "warn",
};

const badge = (status: string) => html`<span class="badge ${tones[status] ?? "calm"}">${status}</span>`;

const notices: Record<string, string> = {
  asked: "The sync has been asked for. Reload to see how far it is.",
  busy: "A sync of this flow is not done yet.",
  retried: "It will be tried again now. Reload to see what became of it.",
};

/** What just happened. Only known words: an address can't put text on a page. */
const notice = (done: string | undefined): Html | "" =>
  done && Object.hasOwn(notices, done) ? html`<p class="notice" role="status">${notices[done]}</p>` : "";

/** How every flow stands, what failed, and what happened last. */
export function overviewPage(work: Work, done: string | undefined): Html {
  const { integration, db } = work;
  const flows = integration.flows.map((flow) => flowView(work, flow));
  const failures = list<Kept>(db, listingsOf(integration).failures, { pageSize: "5" });
  const syncs = list<Sync>(db, listingsOf(integration).syncs, { pageSize: "5" });
  return layout(
    integration,
    "/",
    integration.title,
    html`${notice(done)}
    <h1>${integration.title}</h1>
    <p class="lead">${integration.description}</p>
    ${
      work.config.OPERATOR_PASSWORD === undefined
        ? html`<p class="alert">Everybody who reaches this address can use it. Set OPERATOR_PASSWORD before others do.</p>`
        : ""
    }
    <section aria-labelledby="flows"><h2 id="flows">Flows</h2>
      <div class="table"><table>
        <caption class="unseen">Every flow and how it stands</caption>
        <thead><tr><th scope="col">Flow</th><th scope="col">When</th><th scope="col">Last sync</th><th scope="col" class="number">Delivered</th><th scope="col" class="number">Skipped</th><th scope="col" class="number">Failing</th><th scope="col">Now</th></tr></thead>
        <tbody>${flows.map(
          (flow) => html`<tr>
          <td data-label="Flow">${flow.label}<br><small>${labelOf(integration, flow.from)} to ${labelOf(integration, flow.to)}</small></td>
          <td data-label="When">${[flow.webhook ? "by webhook" : "", flow.schedule?.inWords ?? ""].filter(Boolean).join(", ") || "when asked for"}</td>
          <td data-label="Last sync">${flow.lastSync ? html`${badge(flow.lastSync.status)} ${time(flow.lastSync.endedAt)}` : "–"}</td>
          <td data-label="Delivered" class="number">${flow.records.delivered}</td>
          <td data-label="Skipped" class="number">${flow.records.skipped}</td>
          <td data-label="Failing" class="number">${flow.records.failed + flow.records.dead}</td>
          <td data-label="Now"><form method="post" action="/flows/${flow.name}/sync"><button class="quiet" aria-label="Sync now: ${flow.label}">Sync now</button></form></td>
        </tr>`,
        )}</tbody>
      </table></div>
    </section>
    <section><div class="row"><h2>Failures</h2><a href="/failures">All ${failures.total}</a></div>${failuresTable(failures.items)}</section>
    <section><div class="row"><h2>Last syncs</h2><a href="/syncs">All ${syncs.total}</a></div>${syncsTable(syncs.items)}</section>`,
  );
}

/** Everything that didn't arrive, with the reason. */
export function failuresPage(work: Work, page: string | undefined, done: string | undefined): Html {
  const found = list<Kept>(work.db, listingsOf(work.integration).failures, page ? { page } : {});
  return layout(
    work.integration,
    "/failures",
    "Failures",
    html`${notice(done)}
    <div class="row"><h1>Failures</h1>${found.total > 0 ? html`<form method="post" action="/failures/retry"><button>Try all again</button></form>` : ""}</div>
    ${failuresTable(found.items)}${pages("/failures", found)}`,
  );
}

export function syncsPage(work: Work, page: string | undefined): Html {
  const found = list<Sync>(work.db, listingsOf(work.integration).syncs, page ? { page } : {});
  return layout(
    work.integration,
    "/syncs",
    "Syncs",
    html`<h1>Syncs</h1>${syncsTable(found.items)}${pages("/syncs", found)}`,
  );
}

function failuresTable(failures: readonly Kept[]): Html {
  if (failures.length === 0) return html`<p class="none">Everything has arrived.</p>`;
  return html`<div class="table"><table>
    <caption class="unseen">Records that have not arrived</caption>
    <thead><tr><th scope="col">Record</th><th scope="col">Flow</th><th scope="col">State</th><th scope="col">Reason</th><th scope="col" class="number">Tries</th><th scope="col">Next try</th><th scope="col">Now</th></tr></thead>
    <tbody>${failures.map(
      (each) => html`<tr>
      <td data-label="Record">${each.sourceId}</td>
      <td data-label="Flow">${each.flow}</td>
      <td data-label="State">${badge(each.status)}</td>
      <td data-label="Reason">${each.reason ?? "–"}</td>
      <td data-label="Tries" class="number">${each.tries}</td>
      <td data-label="Next try">${time(each.nextTryAt)}</td>
      <td data-label="Now"><form method="post" action="/failures/${each.id}/retry"><button class="quiet" aria-label="Try again: ${each.sourceId}">Try again</button></form></td>
    </tr>`,
    )}</tbody>
  </table></div>`;
}

function syncsTable(syncs: readonly Sync[]): Html {
  if (syncs.length === 0) return html`<p class="none">None yet.</p>`;
  const numbers = ["read", "created", "updated", "unchanged", "skipped", "failed"] as const;
  return html`<div class="table" role="region" aria-label="Syncs" tabindex="0"><table>
    <caption class="unseen">Syncs, the newest first</caption>
    <thead><tr><th scope="col">Sync</th><th scope="col">Flow</th><th scope="col">State</th><th scope="col">Ended</th>${numbers.map((name) => html`<th scope="col" class="number">${name.charAt(0).toUpperCase() + name.slice(1)}</th>`)}<th scope="col">Error</th></tr></thead>
    <tbody>${syncs.map(
      (each) => html`<tr>
      <td data-label="Sync">${each.id}</td>
      <td data-label="Flow">${each.flow}</td>
      <td data-label="State">${badge(each.status)}</td>
      <td data-label="Ended">${time(each.endedAt)}</td>
      ${numbers.map((name) => html`<td class="number" data-label="${name}">${each[name]}</td>`)}
      <td data-label="Error">${each.error ?? "–"}</td>
    </tr>`,
    )}</tbody>
  </table></div>`;
}

function pages(path: string, { page, totalPages }: { page: number; totalPages: number }): Html | "" {
  if (totalPages <= 1) return "";
  return html`<nav class="pages" aria-label="Pages">
    ${page > 1 ? html`<a class="button quiet" rel="prev" href="${path}?page=${page - 1}">Previous</a>` : ""}
    <span>Page ${page} of ${totalPages}</span>
    ${page < totalPages ? html`<a class="button quiet" rel="next" href="${path}?page=${page + 1}">Next</a>` : ""}
  </nav>`;
}
