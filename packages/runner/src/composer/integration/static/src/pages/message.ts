import { html } from "hono/html";
import type { Integration } from "../flow/flow.ts";
import type { Problem } from "../http/problem.ts";
import { type Html, layout } from "./layout.ts";

const headings: Record<number, string> = {
  401: "Please sign in",
  403: "That is not allowed",
  404: "There is nothing here",
  405: "That is not possible here",
  413: "That is too large",
};

/** A refusal, for people. */
export function messagePage(integration: Integration, problem: Problem): Html {
  const heading = headings[problem.status] ?? (problem.status >= 500 ? "Something went wrong" : "That did not work");
  return layout(
    integration,
    "",
    heading,
    html`<div class="empty">
      <h1>${heading}</h1>
      <p>${problem.message}</p>
      <p><a class="button" href="/">Back to the overview</a></p>
    </div>`,
  );
}
