import circle from "lucide-static/icons/circle.svg?icon";
import circleCheck from "lucide-static/icons/circle-check.svg?icon";
import x from "lucide-static/icons/x.svg?icon";
import { useEffect, useState } from "preact/hooks";
import { at } from "../../lib/api.ts";
import { firstSteps } from "../../lib/first-steps.ts";
import { useSelf } from "../../lib/member.ts";
import { useResource } from "../../lib/resource.ts";
import { stored } from "../../lib/stored.ts";
import { say } from "../../lib/toast.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";

/** The workspace whose steps are over here: all done, or put away by who looks. */
const overKey = "q2o.steps-over";
const everyMs = 10_000;

/** What is still to do in a new workspace; nothing once it is done, put away, or not this person's to do. */
export function FirstSteps() {
  const { isKnown, tenantId, mayBuild, mayOwn } = useSelf();
  const [over, setOver] = useState(() => stored.read<string>(overKey));
  // Until the session is known, what this browser saw last is the best guess.
  const isOver = isKnown ? over === tenantId || !mayBuild : over !== undefined;
  const finish = (id: string | undefined) => {
    stored.write(overKey, id);
    setOver(id);
  };
  if (isOver) return null;
  return (
    <Steps
      mayOwn={mayOwn}
      isKnown={isKnown}
      onDone={() => finish(tenantId)}
      onPutAway={() => {
        finish(tenantId);
        say("The first steps are put away.", "good", { undo: async () => finish(undefined) });
      }}
    />
  );
}

type Props = { mayOwn: boolean; isKnown: boolean; onDone(): void; onPutAway(): void };

function Steps({ mayOwn, isKnown, onDone, onPutAway }: Props) {
  const projects = useResource(at("/api/tenant/projects", { page: 1, pageSize: 50 }), () => everyMs);
  const profile = useResource("/api/tenant/profile");
  const members = useResource(at("/api/tenant/members", { page: 1, pageSize: 10 }));
  const looked = useResource(at("/api/tenant/audit", { actorType: "client", type: "client.signed_in", limit: 1 }));
  const steps =
    isKnown && projects.data && profile.data && members.data && looked.data
      ? firstSteps(
          {
            projects: projects.data.items,
            profile: profile.data,
            members: members.data.total,
            hasClientLooked: looked.data.items.length > 0,
          },
          mayOwn,
        )
      : undefined;
  const left = steps?.filter(({ isDone }) => !isDone).length;
  useEffect(() => {
    if (left === 0) onDone();
  }, [left]);

  // A guide that cannot be read is no loss; the page below says what is wrong.
  if (projects.error && !steps) return null;
  return (
    <section class="card steps" aria-labelledby="first-steps" aria-busy={steps ? undefined : "true"}>
      <header class="card-head">
        <h2 id="first-steps">First steps</h2>
        <span class="small soft number">
          {steps && `${steps.length - (left ?? 0)} of ${steps.length} done`}
          <Button variant="quiet" size="s" icon={x} aria-label="Put the first steps away" onClick={onPutAway} />
        </span>
      </header>
      <ol>
        {steps?.map((step) => (
          <li key={step.id} class={step.isDone ? "done" : undefined}>
            <Icon of={step.isDone ? circleCheck : circle} size={18} label={step.isDone ? "Done" : "To do"} />
            <span>
              {step.isDone ? step.title : <a href={step.href}>{step.title}</a>}
              {!step.isDone && <span class="cell-sub">{step.text}</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
