import { useAction } from "../../../lib/action.ts";
import { call } from "../../../lib/api.ts";
import { useResource } from "../../../lib/resource.ts";
import { day } from "../../../lib/time.ts";
import { say, sayError } from "../../../lib/toast.ts";
import { StatusBadge } from "../../../ui/Badge.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import { BlockSkeleton, Failed } from "../../../ui/States.tsx";

/** What the engine builds without asking any model. One that is off is used by no new run. */
export function Blueprints() {
  const blueprints = useResource("/api/llm/templates");
  const turn = useAction(async (input: { id: string; name: string; isOn: boolean }, key) => {
    try {
      await call(
        `post /api/llm/templates/{id}/${input.isOn ? "disable" : "enable"}`,
        { id: input.id },
        { idempotencyKey: key },
      );
      say(input.isOn ? `No new run uses ${input.name}.` : `New runs use ${input.name} again.`);
      blueprints.refresh();
    } catch (error) {
      if (error instanceof Error) sayError(error);
      throw error;
    }
  });
  if (!blueprints.data)
    return blueprints.error ? (
      <Failed error={blueprints.error} what="Blueprints" onRetry={blueprints.refresh} />
    ) : (
      <BlockSkeleton what="blueprints" lines={8} />
    );
  return (
    <div class="stack">
      {blueprints.data.items.map((item) => (
        <Card
          key={item.id}
          title={item.name}
          aside={
            <span class="actions-row">
              <StatusBadge status={item.enabled ? "active" : "off"} />
              <Button
                size="s"
                busy={turn.busy}
                aria-label={`Turn ${item.enabled ? "off" : "on"} ${item.name}`}
                onClick={() => void turn.run({ id: item.id, name: item.name, isOn: item.enabled })}
              >
                {item.enabled ? "Turn off" : "Turn on"}
              </Button>
            </span>
          }
        >
          <div class="prose">
            <p>{item.description}</p>
            <ul class="bullets small">
              {item.delivers.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
            <p class="small soft">
              Version {item.version}
              {item.disabledAt && `, off since ${day(item.disabledAt)} by ${item.disabledBy?.email ?? "somebody"}`}
            </p>
          </div>
        </Card>
      ))}
    </div>
  );
}
