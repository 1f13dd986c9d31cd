import { Actor } from "@q2o/core/actor";
import { Failure } from "@q2o/core/base";
import { Ports } from "@q2o/core/ports";
import { readToken } from "@q2o/core/run/token";
import { Session } from "@q2o/core/session";
import { readCookie } from "./cookie.ts";
import type { Door } from "./route.ts";

export type Headers = (name: string) => string | undefined;

/**
 * Who comes in by a door.
 *
 * @throws Failure `session.missing`, or `run.token_refused` at the runner's
 */
export async function enter(door: Door, header: Headers, network: string): Promise<Actor.Actor> {
  if (door === "public") return { type: "public", network };
  if (door === "runner") return runner(header("authorization"));
  const token = readCookie(header("cookie"), door, Ports.use().siteUrl);
  const actor = token && (await Actor.provide({ type: "public", network }, () => Session.find(door, token)));
  if (!actor)
    throw new Failure("unauthenticated", "session.missing", "Sign in first: there is no session, or it has ended.");
  return actor;
}

function runner(authorization: string | undefined): Actor.Actor {
  const claim = readToken(/^Bearer ([\w.]+)$/i.exec(authorization ?? "")?.[1] ?? "");
  if (!claim) throw new Failure("unauthenticated", "run.token_refused", "This is not a run's token.");
  return { type: "runner", ...claim };
}

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

/** The network address a request came from, as CloudFront or the gateway saw it; an IPv6 network is its first 64 bits. */
export function networkOf(header: Headers, sourceIp: string | undefined): string {
  const viewer = header("cloudfront-viewer-address")?.replace(/:\d+$/, "");
  const address = viewer ?? sourceIp ?? "unknown";
  return address.includes(":") ? address.replace(/[[\]]/g, "").split(":").slice(0, 4).join(":") : address;
}
