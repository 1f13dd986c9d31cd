import * as z from "zod";
import type { SystemSettings } from "../config.ts";
import type { Tokens } from "../db/credentials.ts";
import type { SystemMapping } from "../flow/mapping.ts";
import { Malformed, Refused, Unauthorised } from "./errors.ts";
import type { Http } from "./http.ts";

/** How requests to one system prove who we are. */
export type Auth = {
  headers(): Promise<Record<string, string>>;
  /** Forgets what was refused. @returns whether another try could be let in */
  renew(): boolean;
};

const Token = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().default(3600),
  refresh_token: z.string().min(1).optional(),
});

/** A token is not used in its last seconds: it could expire on the way. */
const spareMs = 10_000;

/** @param tokens where refresh tokens are kept, because a system may give a new one with every use */
export function createAuth(
  label: string,
  settings: SystemSettings,
  mapping: SystemMapping,
  http: Http,
  tokens: Tokens,
): Auth {
  const { auth } = settings;
  if (auth === "none") return { headers: async () => ({}), renew: () => false };
  if (auth === "api-key") {
    const headers = { [mapping.apiKey.header]: `${mapping.apiKey.prefix}${settings.apiKey}` };
    return { headers: async () => headers, renew: () => false };
  }
  let current: { value: string; expiresAt: number } | undefined;
  let asking: Promise<string> | undefined;

  async function ask(): Promise<string> {
    const refreshToken =
      auth === "oauth2-refresh" ? tokens.refreshToken(settings.name, settings.refreshToken) : undefined;
    const form = new URLSearchParams(
      refreshToken
        ? { grant_type: "refresh_token", refresh_token: refreshToken }
        : { grant_type: "client_credentials", ...(mapping.oauth.scope ? { scope: mapping.oauth.scope } : {}) },
    );
    const identity = Buffer.from(
      `${encodeURIComponent(settings.clientId)}:${encodeURIComponent(settings.clientSecret)}`,
    );
    const answer = await http(label, {
      method: "POST",
      url: new URL(settings.baseUrl + mapping.oauth.tokenPath),
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        Authorization: `Basic ${identity.toString("base64")}`,
      },
      body: form.toString(),
      // A refresh token may be good for one use only, so it is not sent twice.
      isRepeatable: refreshToken === undefined,
    }).catch((error: unknown) => {
      throw error instanceof Refused ? new Unauthorised(`${label} gives us no token (${error.message})`) : error;
    });
    if (answer.status === 401) throw new Unauthorised(`${label} gives us no token (401)`);
    const token = Token.safeParse(answer.body);
    if (!token.success) throw new Malformed(`${label} answered something that is no token`);
    if (refreshToken && token.data.refresh_token && token.data.refresh_token !== refreshToken)
      tokens.keep(settings.name, settings.refreshToken, token.data.refresh_token);
    current = { value: token.data.access_token, expiresAt: Date.now() + token.data.expires_in * 1000 - spareMs };
    return current.value;
  }

  return {
    async headers() {
      if (current && current.expiresAt > Date.now()) return { Authorization: `Bearer ${current.value}` };
      // Many requests at once wait for the same token.
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return { Authorization: `Bearer ${await asking}` };
    },
    renew() {
      current = undefined;
      return true;
    },
  };
}
