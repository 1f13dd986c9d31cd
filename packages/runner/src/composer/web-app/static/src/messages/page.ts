import { html } from "hono/html";
import type { Config } from "../config.ts";
import { alert, type Html, layout, trail, type View } from "../pages/layout.ts";
import { badge, showValue } from "../pages/values.ts";
import type { Message, MessagePage } from "./routes.ts";
import { statuses } from "./table.ts";

const tones: Record<Message["status"], string> = { waiting: "warn", sent: "good", failed: "bad", kept: "calm" };

/** What was written to whom, whether it left, and why not. */
export function messagesPage(
  view: View,
  path: string,
  config: Config,
  page: MessagePage,
  status: string | undefined,
  problem?: string,
): Html {
  const address = (number: number) => `/${path}?${new URLSearchParams({ ...(status ? { status } : {}), page: String(number) })}`;
  return layout(
    view,
    "Messages",
    html`${trail([["Overview", "/"], ["Messages"]])}
    ${alert(problem)}
    <h1>Messages</h1>
    ${
      config.SMTP_URL
        ? html`<p class="lead">E-mails leave from ${config.MAIL_FROM}.</p>`
        : alert("No mail server is set, so nothing leaves: messages are kept here. SMTP_URL and MAIL_FROM set one.")
    }
    <form class="filters" method="get" action="/${path}" data-auto>
      <label><span>Status</span><select name="status"><option value="">All</option>${statuses.map((each) => html`<option value="${each}" ${each === status ? "selected" : ""}>${labels[each]}</option>`)}</select></label>
      <button class="quiet">Apply</button>
    </form>
    ${page.items.length === 0 ? html`<div class="empty"><h2>No messages</h2></div>` : table(path, config, page)}
    ${
      page.totalPages > 1
        ? html`<nav class="pages" aria-label="Pages">
      ${page.page > 1 ? html`<a class="button quiet" rel="prev" href="${address(page.page - 1)}">Previous</a>` : ""}
      <span>Page ${page.page} of ${page.totalPages}</span>
      ${page.page < page.totalPages ? html`<a class="button quiet" rel="next" href="${address(page.page + 1)}">Next</a>` : ""}
    </nav>`
        : ""
    }`,
  );
}

const labels: Record<Message["status"], string> = {
  waiting: "Waiting",
  sent: "Sent",
  failed: "Failed",
  kept: "Not sent",
};

function table(path: string, config: Config, { items, total }: MessagePage): Html {
  return html`<div class="table"><table>
    <caption>${total} ${total === 1 ? "message" : "messages"}</caption>
    <thead><tr>${["To", "Subject", "Written", "Status", "Sent"].map((label) => html`<th scope="col">${label}</th>`)}<th scope="col"><span class="unseen">Action</span></th></tr></thead>
    <tbody>${items.map(
      (each) => html`<tr>
      <td data-label="To">${each.to || "–"}</td>
      <td data-label="Subject"><details><summary>${each.subject}</summary><p class="long">${each.text}</p><p><a href="/${each.about.resource}/${each.about.id}">What it is about</a></p></details></td>
      <td data-label="Written">${showValue("dateTime", each.createdAt)}</td>
      <td data-label="Status">${badge(labels[each.status], tones[each.status])}${each.problem ? html` <small>${each.problem}${each.nextTryAt ? html` Next try: ${showValue("dateTime", each.nextTryAt)}.` : ""}</small>` : ""}</td>
      <td data-label="Sent">${showValue("dateTime", each.sentAt)}</td>
      <td>${
        config.SMTP_URL && each.status !== "sent" && each.to !== ""
          ? html`<form class="inline" method="post" action="/${path}/${each.id}/send"><button class="quiet" aria-label="Send now: ${each.subject}">Send now</button></form>`
          : ""
      }</td>
    </tr>`,
    )}</tbody>
  </table></div>`;
}
