import { html } from "hono/html";
import type { FieldError } from "../http/problem.ts";
import type { User } from "../now.ts";
import { alert, type Html, layout, type View } from "../pages/layout.ts";
import type { Role } from "./access.ts";

type Door = { heading: string; action: string; button: string; other: Html };

/** The two doors: signing in and making an account. */
export function doorPage(
  view: View,
  kind: "in" | "up",
  state: { values: Record<string, string>; errors: FieldError[]; problem?: string; next: string },
): Html {
  const doors: Record<"in" | "up", Door> = {
    in: {
      heading: "Sign in",
      action: "/sign-in",
      button: "Sign in",
      other: html`<p>No account yet? <a href="/sign-up">Make one</a></p>`,
    },
    up: {
      heading: "Make an account",
      action: "/sign-up",
      button: "Make account",
      other: html`<p>Have one already? <a href="/sign-in">Sign in</a></p>`,
    },
  };
  const door = doors[kind];
  const input = (name: string, label: string, type: string, complete: string) => {
    const errors = state.errors.filter((error) => error.path === name);
    return html`<div class="field ${errors.length > 0 ? "wrong" : ""}"><label for="${name}">${label}</label>
      <input id="${name}" name="${name}" type="${type}" autocomplete="${complete}" required value="${type === "password" ? "" : (state.values[name] ?? "")}" ${errors.length > 0 ? html`aria-invalid="true" aria-describedby="${name}-error"` : ""}>
      ${errors.length > 0 ? html`<p class="error" id="${name}-error">${errors.map((error) => error.message).join(" ")}</p>` : ""}</div>`;
  };
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${door.heading} · ${view.title}</title>
    <meta name="color-scheme" content="light dark">
    <link rel="icon" href="/_static/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/_static/app.css">
  </head>
  <body class="door">
    <main id="content">
      <p class="brand"><img src="/_static/icon.svg" alt="" width="28" height="28"><span>${view.title}</span></p>
      <h1>${door.heading}</h1>
      ${alert(state.problem)}
      <form class="record" method="post" action="${door.action}">
        <input type="hidden" name="next" value="${state.next}">
        ${kind === "up" ? input("name", "Name", "text", "name") : ""}
        ${input("email", "E-mail", "email", "username")}
        ${input("password", "Password", "password", kind === "up" ? "new-password" : "current-password")}
        <div class="actions"><button>${door.button}</button></div>
      </form>
      ${door.other}
    </main>
  </body>
</html>`;
}

/** Everybody with an account, and what they may do. */
export function accountsPage(
  view: View,
  path: string,
  roles: readonly Role[],
  people: readonly User[],
  problem?: string,
): Html {
  return layout(
    view,
    "Accounts",
    html`${alert(problem)}
    <h1>Accounts</h1>
    <div class="table"><table>
      <caption>${people.length} ${people.length === 1 ? "person" : "people"}</caption>
      <thead><tr><th scope="col">Name</th><th scope="col">E-mail</th><th scope="col">Role</th></tr></thead>
      <tbody>${people.map(
        (person) => html`<tr>
        <td data-label="Name">${person.name}</td>
        <td data-label="E-mail">${person.email}</td>
        <td data-label="Role"><form class="inline" method="post" action="/${path}/${person.id}">
          <select name="role" aria-label="Role of ${person.name}">${roles.map((role) => html`<option value="${role.name}" ${role.name === person.role ? "selected" : ""}>${role.label}</option>`)}</select>
          <button class="quiet">Save</button>
        </form></td>
      </tr>`,
      )}</tbody>
    </table></div>`,
  );
}
