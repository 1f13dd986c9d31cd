import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { Problem } from "./problem.ts";

/** What anybody may ask: monitors, those who read the description, and systems that prove themselves by signature. */
const open = /^\/(?:health|openapi\.json|_static\/.*|webhooks\/.*)$/;

/**
 * Lets in who knows the operator's password: programs send it as a bearer token, browsers ask for it (any name will
 * do). Without a configured password everybody is let in.
 */
export function operatorOnly(password: string | undefined): MiddlewareHandler {
  return async (c, next) => {
    if (password !== undefined && !open.test(c.req.path) && !isOperator(c.req.header("Authorization"), password))
      throw new Problem(401, "operator.unknown", "This needs the operator's password.", [], {
        "WWW-Authenticate": 'Basic realm="Operator", charset="UTF-8"',
      });
    await next();
  };
}

function isOperator(header: string | undefined, password: string): boolean {
  const [, scheme, credentials = ""] = header?.match(/^(Bearer|Basic) (.+)$/i) ?? [];
  if (scheme === undefined) return false;
  const given =
    scheme.toLowerCase() === "basic"
      ? Buffer.from(credentials, "base64")
          .toString("utf8")
          .replace(/^[^:]*:/, "")
      : credentials;
  return timingSafeEqual(digest(given), digest(password));
}

const digest = (text: string) => createHash("sha256").update(text).digest();
