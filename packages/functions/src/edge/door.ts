import { Actor } from "@q2o/core/actor";
import { Failure } from "@q2o/core/base";
import { Db } from "@q2o/core/db";
import { Ports } from "@q2o/core/ports";
import { readToken } from "@q2o/core/run/token";
import { type Opened, Session } from "@q2o/core/session";
import { Throttle } from "@q2o/core/throttle";
import { readCookie } from "./cookie.ts";
import { networkOf } from "./network.ts";
import type { Route } from "./route.ts";

export type Headers = (name: string) => string | undefined;

/** How a door recognises who shows something that is no cookie. */
export type Recognise = (bearer: string) => Actor.Actor | undefined | Promise<Actor.Actor | undefined>;

/** The doors that a function has besides the portals'. */
export type Doors = Partial<Record<"device" | "runner", Recognise>>;

/** Who came in, and at the doors of tenants and clients what the last change was that their live views have to show. */
export type Entered = { actor: Actor.Actor; turn?: number | null };

/**
 * Who comes in by a door.
 *
 * @throws Failure `session.missing` at the portals' doors; `run.token_refused`, `device.token_refused` at the others
 */
export async function enter(route: Route, header: Headers, stranger: Stranger, doors: Doors): Promise<Entered> {
  const { door } = route;
  if (door === "public") return { actor: stranger };
  if (door === "runner" || door === "device")
    return { actor: await bearer(door, header("authorization"), doors[door]) };
  const token = readCookie(header("cookie"), door, Ports.use().siteUrl);
  const found = token && (await Actor.provide(stranger, () => recognise(route, door, token, stranger)));
  if (!found)
    throw new Failure("unauthenticated", "session.missing", "Sign in first: there is no session, or it has ended.");
  return found;
}

/** Generous to people and to their scripts, and counted for all processes alike. */
const perAccount = { times: 600, perSeconds: 60 };
const perNetwork = { times: 3_000, perSeconds: 60 };
const costly = { times: 60, perSeconds: 60 };

/** @throws Failure `rate.limited` when this account or this network does too much */
async function recognise(route: Route, realm: Opened["realm"], token: string, { network }: Stranger) {
  const found = await Session.find(realm, token);
  if (!found || (route.method === "get" && !route.isCostly)) return found;
  const account = `${realm}:${Actor.idOf(found.actor)}`;
  const isRead = route.method === "get";
  await Db.tx(() =>
    Promise.all([
      Throttle.take({
        what: isRead ? "read.account" : "change.account",
        who: account,
        ...(isRead ? costly : perAccount),
      }),
      isRead ? undefined : Throttle.take({ what: "change.network", who: network, ...perNetwork }),
    ]),
  );
  return found;
}

type Stranger = Extract<Actor.Actor, { type: "public" }>;

/** Who knocks, before anything is known of them. */
export const strangerOf = (header: Headers, sourceIp: string | undefined): Stranger => ({
  type: "public",
  network: networkOf(addressOf(header, sourceIp)),
  agent: header("user-agent") ?? "",
});

const refusals = {
  runner: ["run.token_refused", "This is not a run's token."],
  device: ["device.token_refused", "This device's token is not valid, or no longer. Refresh it or activate again."],
} as const;

async function bearer(door: "device" | "runner", authorization: string | undefined, recognise?: Recognise) {
  const actor = await recognise?.(/^Bearer ([\w.-]+)$/i.exec(authorization ?? "")?.[1] ?? "");
  if (actor) return actor;
  const [code, message] = refusals[door];
  throw new Failure("unauthenticated", code, message);
}

/** Whose run a token is of; whether its epoch still lives is the row's to say. */
export const runnerDoor: Recognise = (token) => {
  const claim = readToken(token);
  return claim && { type: "runner", ...claim };
};

/**
 * A page elsewhere can make a browser send our cookies, but not our origin.
 *
 * @throws Failure `origin.refused`
 */
export function mustComeFromSite(method: string, header: Headers): void {
  if (method === "GET" || method === "HEAD") return;
  const origin = header("origin");
  const site = Ports.use().siteUrl;
  const hasCookie = (["tenant", "client", "admin"] as const).some((realm) => readCookie(header("cookie"), realm, site));
  const isRefused = origin === undefined ? hasCookie : origin !== site;
  if (isRefused)
    throw new Failure("forbidden", "origin.refused", "This request does not come from a page of this site.");
}

/** Where a request came from, as CloudFront or the gateway saw it. */
const addressOf = (header: Headers, sourceIp: string | undefined): string =>
  header("cloudfront-viewer-address")?.replace(/:\d+$/, "") ?? sourceIp ?? "unknown";
