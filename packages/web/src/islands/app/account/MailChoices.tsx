import { useAction } from "../../../lib/action.ts";
import { call } from "../../../lib/api.ts";
import { useResource } from "../../../lib/resource.ts";
import type { MailChoice } from "../../../lib/shapes.ts";
import { say, sayError } from "../../../lib/toast.ts";
import { Card } from "../../../ui/Card.tsx";
import { BlockSkeleton, Failed } from "../../../ui/States.tsx";
import { Switch } from "../../../ui/Switch.tsx";

const words: Readonly<Record<string, readonly [label: string, hint: string]>> = {
  run_completed: ["A run is completed", "The software is verified and packed."],
  run_failed: ["A run failed", "With what was missing."],
  run_paused: ["A run paused", "By the subscription, a budget or the platform."],
  comment_added: ["A client commented", "On the page of their project."],
  trial_ending: ["The trial is ending", "Some days before."],
  payment_failed: ["A payment failed", "With the way to a new card."],
};

/** The mails that come to one's role. Each switch holds at once. */
export function MailChoices() {
  const mails = useResource("/api/tenant/notifications");
  const choose = useAction(async (item: MailChoice) => {
    const former = mails.data;
    if (!former) return;
    mails.put({ items: former.items.map((each) => (each.kind === item.kind ? item : each)) });
    try {
      mails.put(await call("put /api/tenant/notifications", { items: [item] }));
      say(`${words[item.kind]?.[0] ?? item.kind}: ${item.isOn ? "you get a mail." : "no mail any more."}`);
    } catch (error) {
      mails.put(former);
      if (error instanceof Error) sayError(error);
      throw error;
    }
  });
  if (mails.error && !mails.data) return <Failed error={mails.error} what="Your mails" onRetry={mails.refresh} />;
  if (!mails.data) return <BlockSkeleton what="your mails" lines={6} />;
  return (
    <Card title="Mails you get">
      {mails.data.items.length === 0 ? (
        <p class="soft">Your role gets no mails besides sign-in codes.</p>
      ) : (
        <ul class="switch-list">
          {mails.data.items.map(({ kind, isOn }) => (
            <li key={kind}>
              <Switch
                label={words[kind]?.[0] ?? kind}
                hint={words[kind]?.[1]}
                isOn={isOn}
                onChange={(next) => void choose.run({ kind, isOn: next })}
              />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
