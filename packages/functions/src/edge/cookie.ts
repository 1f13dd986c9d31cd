import type { Opened } from "@q2o/core/session";

type Realm = Opened["realm"];

/** One cookie per portal, so a client's session is never an admin's. `__Host-` binds it to this host, where TLS allows that. */
const nameOf = (realm: Realm, site: string) => `${isSecure(site) ? "__Host-" : ""}q2o_${realm}`;

const isSecure = (site: string) => site.startsWith("https:");

export function setCookie({ realm, token, maxSeconds }: Opened, site: string): string {
  return cookie(nameOf(realm, site), token, maxSeconds, site);
}

export const clearCookie = (realm: Realm, site: string): string => cookie(nameOf(realm, site), "", 0, site);

const cookie = (name: string, value: string, maxSeconds: number, site: string) =>
  `${name}=${value}; Path=/; Max-Age=${maxSeconds}; HttpOnly; SameSite=Lax${isSecure(site) ? "; Secure" : ""}`;

/** The token of a portal's cookie, if it came. @param header of the request, all cookies in one line */
export function readCookie(header: string | undefined, realm: Realm, site: string): string | undefined {
  const start = `${nameOf(realm, site)}=`;
  const found = header
    ?.split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(start));
  const value = found?.slice(start.length);
  return value && /^[\w-]{20,100}$/.test(value) ? value : undefined;
}
