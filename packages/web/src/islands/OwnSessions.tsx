import laptop from "lucide-static/icons/laptop.svg?icon";
import type { Door } from "../layouts/navs.ts";
import { useAction } from "../lib/action.ts";
import { agentName } from "../lib/agent.ts";
import { call } from "../lib/api.ts";
import { sessions as doors } from "../lib/doors.ts";
import { useResource } from "../lib/resource.ts";
import { count } from "../lib/size.ts";
import { say, sayError } from "../lib/toast.ts";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { Icon } from "../ui/Icon.tsx";
import { BlockSkeleton, Failed } from "../ui/States.tsx";
import { Ago } from "../ui/Time.tsx";

/** Where one is signed in, lately used first. */
export function OwnSessions({ door }: { door: Door }) {
  const where = doors[door].sessions;
  const sessions = useResource(where);
  const end = useAction(async (id: string | undefined) => {
    try {
      if (id) {
        await call(`delete ${where}/{id}`, { id });
        say("That session is signed out.");
      } else {
        const { ended } = await call(`delete ${where}`);
        say(`${count(ended, "other session")} signed out.`);
      }
    } catch (error) {
      if (error instanceof Error) sayError(error);
      throw error;
    } finally {
      sessions.refresh();
    }
  });
  if (sessions.error && !sessions.data)
    return <Failed error={sessions.error} what="Your sessions" onRetry={sessions.refresh} />;
  if (!sessions.data) return <BlockSkeleton what="your sessions" lines={4} />;
  const { items } = sessions.data;
  return (
    <Card
      title="Where you are signed in"
      aside={
        items.length > 1 && (
          <Button size="s" busy={end.busy} onClick={() => void end.run(undefined)}>
            Sign out everywhere else
          </Button>
        )
      }
    >
      <ul class="session-list">
        {items.map((session) => (
          <li key={session.id}>
            <Icon of={laptop} size={20} />
            <div>
              <p class="row-name">
                {agentName(session.agent)}
                {session.isCurrent && <span class="badge good">This one</span>}
              </p>
              <p class="small soft">
                Signed in <Ago at={session.createdAt} />, used <Ago at={session.seenAt} />
              </p>
            </div>
            {!session.isCurrent && (
              <Button
                size="s"
                variant="quiet"
                busy={end.busy}
                aria-label={`Sign out ${agentName(session.agent)}`}
                onClick={() => void end.run(session.id)}
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
      {items.length === 1 && <p class="small soft">You are signed in nowhere else.</p>}
    </Card>
  );
}
