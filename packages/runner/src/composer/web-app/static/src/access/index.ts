import type { Hono } from "hono";
import type { Access } from "../http/app.ts";
import { Problem } from "../http/problem.ts";
import { idOf } from "../resource/routes.ts";
import {
  type AccessRules,
  accountTarget,
  changeAccount,
  createAccount,
  listAccounts,
  manages,
  signIn,
  signOut,
  userOf,
} from "./access.ts";
import { accountsPage, doorPage } from "./pages.ts";
import { accessDocument, accessRoutes, apiGate, dropToken, keepToken, networkOf, tokenOf } from "./routes.ts";

const openPaths = new Set(["/health", "/openapi.json", "/sign-in", "/sign-up", "/sign-out"]);

/** Signing in for an application with these roles. `example` is what the API document shows. */
export function signInRequired(rules: AccessRules, example: { email: string; password: string }): Access {
  return {
    document: accessDocument(rules, example),
    target: accountTarget(rules),
    accounts: { path: rules.path, visibleTo: (user) => manages(rules, user) },
    userOf: (db, c) => userOf(db, tokenOf(c)),
    install(app, db, view) {
      app.use("/api/*", apiGate(db, rules));
      accessRoutes(app, db, rules);

      app.use(async (c, next) => {
        const { path } = c.req;
        if (openPaths.has(path) || path.startsWith("/_static/") || path.startsWith("/api/") || userOf(db, tokenOf(c)))
          return next();
        if (c.req.method !== "GET") throw new Problem(401, "session.missing", "Sign in first.");
        return c.redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`, 303);
      });
      doors(app, db, rules, view);
    },
  };
}

const doors = (
  app: Hono,
  db: Parameters<Access["install"]>[1],
  rules: AccessRules,
  view: Parameters<Access["install"]>[2],
) => {
  for (const kind of ["in", "up"] as const) {
    app.get(`/sign-${kind}`, (c) =>
      c.html(doorPage(view(c), kind, { values: {}, errors: [], next: c.req.query("next") ?? "/" })),
    );
    app.post(`/sign-${kind}`, async (c) => {
      const form = await c.req.parseBody();
      const value = (name: string) => (typeof form[name] === "string" ? form[name] : "");
      const credentials = { email: value("email"), password: value("password") };
      try {
        if (kind === "up") await createAccount(db, rules, { name: value("name"), ...credentials }, null);
        const session = await signIn(db, credentials, networkOf(c));
        keepToken(c, session.token, session.expiresAt);
        return c.redirect(ownPath(value("next")), 303);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        const values = { name: value("name"), email: value("email") };
        const problem = error.status === 400 ? "Please look at the marked fields." : error.message;
        return c.html(
          doorPage(view(c), kind, { values, errors: error.errors, problem, next: value("next") }),
          error.status as 400,
        );
      }
    });
  }

  app.post("/sign-out", (c) => {
    signOut(db, tokenOf(c) ?? "");
    dropToken(c);
    return c.redirect("/sign-in", 303);
  });

  const page = (c: Parameters<typeof view>[0], problem?: string) => {
    if (!manages(rules, view(c).now.user))
      throw new Problem(403, "account.managing_only", "Only a managing person sees accounts.");
    return accountsPage(view(c), rules.path, rules.roles, listAccounts(db, 1, 500).items, problem);
  };
  app.get(`/${rules.path}`, (c) => c.html(page(c)));
  app.post(`/${rules.path}/:id{[0-9]+}`, async (c) => {
    page(c);
    try {
      changeAccount(db, rules, idOf(c), { role: (await c.req.parseBody()).role });
      return c.redirect(`/${rules.path}`, 303);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return c.html(page(c, error.message), error.status as 400);
    }
  });
};

/** Only a path of this site: an address elsewhere would make the sign-in page a springboard. */
function ownPath(next: string): string {
  return /^\/(?![/\\])[^\\\s]*$/.test(next) ? next : "/";
}
