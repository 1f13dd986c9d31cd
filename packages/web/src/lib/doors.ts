import type { Door } from "../layouts/navs.ts";

/** Where a door's session lives and where its pages begin. */
export const sessions = {
  app: {
    otp: "/api/tenant/auth/otp",
    session: "/api/tenant/auth/session",
    sessions: "/api/tenant/auth/sessions",
    home: "/app/projects",
    signIn: "/app/sign-in",
  },
  admin: {
    otp: "/api/admin/auth/otp",
    session: "/api/admin/auth/session",
    sessions: "/api/admin/auth/sessions",
    home: "/admin",
    signIn: "/admin/sign-in",
  },
} as const satisfies Record<Door, object>;

/** Where to go after signing in: the page that asked for it, if it is a page of this door and of this site. */
export function afterSignIn(door: Door, search: string): string {
  const { home, signIn } = sessions[door];
  const next = new URLSearchParams(search).get("next") ?? "";
  const [path = ""] = next.split(/[?#]/);
  const own = path === `/${door}` || path.startsWith(`/${door}/`);
  return own && !path.includes("\\") && !path.startsWith(signIn) ? next : home;
}
