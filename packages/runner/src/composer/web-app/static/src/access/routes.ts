import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context, Hono, MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import * as z from "zod";
import type { Database } from "../db/database.ts";
import { refusals } from "../http/openapi.ts";
import { Problem } from "../http/problem.ts";
import type { User } from "../now.ts";
import { parseListQuery } from "../resource/query.ts";
import { idOf, json, notAllowed } from "../resource/routes.ts";
import {
  type AccessRules,
  accountPatch,
  changeAccount,
  createAccount,
  listAccounts,
  manages,
  signIn,
  signInInput,
  signOut,
  signUpInput,
  userOf,
} from "./access.ts";

const cookieName = "session";

/** The token of a request: `Authorization: Bearer` for programs, a cookie for browsers. */
export function tokenOf(c: Context): string | undefined {
  const header = c.req.header("Authorization");
  return header?.match(/^Bearer (\S+)$/i)?.[1] ?? getCookie(c, cookieName);
}

export function keepToken(c: Context, token: string, expiresAt: string): void {
  const secure = c.req.header("X-Forwarded-Proto") === "https";
  setCookie(c, cookieName, token, { httpOnly: true, sameSite: "Lax", path: "/", secure, expires: new Date(expiresAt) });
}

export const dropToken = (c: Context) => deleteCookie(c, cookieName, { path: "/" });

/** Where a request comes from, for counting wrong passwords. */
export function networkOf(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? "unknown";
  } catch {
    return "unknown";
  }
}

/** Everything under `/api` takes a session, but for opening one and making an account. */
export function apiGate(db: Database, rules: AccessRules): MiddlewareHandler {
  const open = new Set(["POST /api/session", `POST /api/${rules.path}`]);
  return async (c, next) => {
    if (!open.has(`${c.req.method} ${c.req.path}`) && !userOf(db, tokenOf(c)))
      throw new Problem(
        401,
        "session.missing",
        "Sign in with POST /api/session and send the token as Authorization: Bearer.",
        [],
        {
          "WWW-Authenticate": "Bearer",
        },
      );
    await next();
  };
}

export function accessRoutes(app: Hono, db: Database, rules: AccessRules): void {
  const me = (c: Context) => userOf(db, tokenOf(c));
  const managing = (c: Context): User => {
    const user = me(c);
    if (!user || !manages(rules, user))
      throw new Problem(403, "account.managing_only", "Only a managing person does this.");
    return user;
  };

  app.post("/api/session", async (c) => {
    const session = await signIn(db, await json(c), networkOf(c));
    keepToken(c, session.token, session.expiresAt);
    return c.json(session, 201);
  });
  app.delete("/api/session", (c) => {
    signOut(db, tokenOf(c) ?? "");
    dropToken(c);
    return c.body(null, 204);
  });
  app.all("/api/session", () => notAllowed("POST, DELETE"));
  app.get("/api/me", (c) => c.json(me(c)));
  app.all("/api/me", () => notAllowed("GET"));

  app.post(`/api/${rules.path}`, async (c) => {
    const user = await createAccount(db, rules, await json(c), me(c));
    return c.json(user, 201, { Location: `/api/${rules.path}/${user.id}` });
  });
  app.get(`/api/${rules.path}`, (c) => {
    managing(c);
    const { page, pageSize } = parseListQuery(noFilters, c.req.query());
    return c.json(listAccounts(db, page, pageSize));
  });
  app.all(`/api/${rules.path}`, () => notAllowed("GET, POST"));
  app.patch(`/api/${rules.path}/:id`, async (c) => {
    managing(c);
    return c.json(changeAccount(db, rules, idOf(c), await json(c)));
  });
  app.all(`/api/${rules.path}/:id`, () => notAllowed("PATCH"));
}

const noFilters = { fields: {}, computed: {}, lists: [] } as unknown as Parameters<typeof parseListQuery>[0];

/** The part of the OpenAPI document about signing in, with the accounts a demo starts with as examples. */
export function accessDocument(rules: AccessRules, example: { email: string; password: string }) {
  const schemaOf = (schema: z.ZodType) => {
    const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
    return rest;
  };
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const json = (schema: object, description: string) => ({ description, content: { "application/json": { schema } } });
  const body = (schema: object, more: object = {}) => ({
    required: true,
    content: { "application/json": { schema, ...more } },
  });
  const id = { name: "id", in: "path", required: true, schema: { type: "integer", minimum: 1 } };
  const tags = ["Accounts"];
  const account = {
    type: "object",
    properties: {
      id: { type: "integer" },
      name: { type: "string" },
      email: { type: "string" },
      role: { type: "string", enum: rules.roles.map((role) => role.name) },
    },
    required: ["id", "name", "email", "role"],
  };
  const session = {
    type: "object",
    properties: {
      token: { type: "string" },
      expiresAt: { type: "string", format: "date-time" },
      user: ref("UserAccount"),
    },
    required: ["token", "expiresAt", "user"],
  };
  const page = {
    type: "object",
    properties: {
      items: { type: "array", items: ref("UserAccount") },
      ...Object.fromEntries(["total", "page", "pageSize", "totalPages"].map((name) => [name, { type: "integer" }])),
    },
  };
  return {
    schemas: { UserAccount: account, UserSession: session },
    paths: {
      "/api/session": {
        post: {
          tags,
          operationId: "signIn",
          summary: "Sign in: send the token as Authorization: Bearer from then on",
          security: [],
          requestBody: body(schemaOf(signInInput), { example }),
          responses: { 201: json(ref("UserSession"), "Signed in; also sets the cookie"), ...refusals(400, 401, 429) },
        },
        delete: {
          tags,
          operationId: "signOut",
          summary: "Sign out",
          responses: { 204: { description: "Signed out" }, ...refusals(401) },
        },
      },
      "/api/me": {
        get: {
          tags,
          operationId: "me",
          summary: "Who is signed in",
          responses: { 200: json(ref("UserAccount"), "The account"), ...refusals(401) },
        },
      },
      [`/api/${rules.path}`]: {
        post: {
          tags,
          operationId: "signUp",
          summary: `Make an account; it gets the role ${rules.defaultRole} unless a managing person says another`,
          security: [],
          requestBody: body(schemaOf(signUpInput(rules))),
          responses: { 201: json(ref("UserAccount"), "Created"), ...refusals(400, 403, 409) },
        },
        get: {
          tags,
          operationId: "listAccounts",
          summary: "List accounts (managing roles)",
          responses: { 200: json(page, "One page"), ...refusals(400, 401, 403) },
        },
      },
      [`/api/${rules.path}/{id}`]: {
        parameters: [id],
        patch: {
          tags,
          operationId: "changeAccount",
          summary: "Change the name or role of an account (managing roles)",
          requestBody: body(schemaOf(accountPatch(rules))),
          responses: {
            200: json(ref("UserAccount"), "The account as it now is"),
            ...refusals(400, 401, 403, 404, 409),
          },
        },
      },
    },
  };
}
