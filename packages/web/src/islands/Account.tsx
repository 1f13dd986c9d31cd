import logOut from "lucide-static/icons/log-out.svg?icon";
import userCog from "lucide-static/icons/user-cog.svg?icon";
import { useEffect, useState } from "preact/hooks";
import type { Door } from "../layouts/navs.ts";
import { call } from "../lib/api.ts";
import { sessions } from "../lib/doors.ts";
import { useResource } from "../lib/resource.ts";
import type { AdminSession, Session } from "../lib/shapes.ts";
import { standing } from "../lib/standing.ts";
import { forget, stored } from "../lib/stored.ts";
import { sayError } from "../lib/toast.ts";
import { Menu, MenuItem, MenuLink } from "../ui/Menu.tsx";
import { ThemeChoice } from "./ThemeChoice.tsx";

/** What a payment that failed meanwhile changes, nobody has to reload for. */
const everyMs = 60_000;

type Who = { name: string; email: string };

const whoIs = (session: Session | AdminSession): Who =>
  "tenant" in session
    ? { name: session.tenant.name, email: session.member.email }
    : { name: "Administrator", email: session.admin.email };

/** Who is signed in, the theme, and the way out. The name is remembered, so the next page shows it at once. */
export function Account({ door }: { door: Door }) {
  const { session, signIn } = sessions[door];
  const answer = useResource(session, () => everyMs);
  const [former] = useState(() => stored.read<Who>(`q2o.${door}.who`));
  const who = answer.data ? whoIs(answer.data) : former;
  if (answer.data) stored.write(`q2o.${door}.who`, who);
  useEffect(() => {
    if (answer.data && "tenant" in answer.data) standing.set(answer.data.subscription);
  }, [answer.data]);

  const leave = async () => {
    try {
      await call(`delete ${session}`, {}, { anonymous: true });
    } catch (error) {
      if (error instanceof Error) sayError(error);
      return;
    }
    // Drafts are one's own, too.
    forget(`q2o.${door}.`);
    location.assign(signIn);
  };

  return (
    <Menu
      label="Account"
      trigger={
        <span class="who">
          <span class="avatar" aria-hidden="true">
            {(who?.name ?? " ").slice(0, 1).toUpperCase()}
          </span>
          <span class="who-text">
            <strong>{who?.name ?? " "}</strong>
            <span class="small soft">{who?.email ?? " "}</span>
          </span>
        </span>
      }
    >
      <ThemeChoice />
      <hr />
      <MenuLink icon={userCog} href={`/${door}/account`}>
        {door === "app" ? "Sessions and mails" : "Passkeys, sessions and admins"}
      </MenuLink>
      <MenuItem icon={logOut} onClick={leave}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
