import webhook from "lucide-static/icons/webhook.svg?icon";
import { useAction } from "../../lib/action.ts";
import { at, call } from "../../lib/api.ts";
import { useList } from "../../lib/list.ts";
import { useResource } from "../../lib/resource.ts";
import type { WebhookEvent } from "../../lib/shapes.ts";
import { count } from "../../lib/size.ts";
import { say, sayError } from "../../lib/toast.ts";
import { useUrlState } from "../../lib/url-state.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { CopyButton } from "../../ui/Copy.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { SelectField, TextField } from "../../ui/Field.tsx";
import { ListTable } from "../../ui/ListView.tsx";
import { SettledField } from "../../ui/SettledField.tsx";
import { BlockSkeleton, Empty, Failed } from "../../ui/States.tsx";
import type { Column } from "../../ui/Table.tsx";
import { Ago } from "../../ui/Time.tsx";

const defaults = {
  page: 1,
  pageSize: 10,
  search: "",
  type: "",
  status: "",
  from: "",
  to: "",
  sort: "receivedAt:desc",
};
const statuses = [
  { value: "", label: "Any state" },
  { value: "received", label: "Waiting" },
  { value: "handled", label: "Handled" },
  { value: "failed", label: "Failed" },
];

const columns: readonly Column<WebhookEvent>[] = [
  {
    title: "Event",
    main: true,
    cell: (event) => (
      <>
        <strong class="row-name break">{event.type}</strong>
        <code class="cell-sub break">{event.id}</code>
      </>
    ),
  },
  {
    title: "State",
    cell: ({ status, failure }) => (
      <span>
        <StatusBadge status={status} />
        {failure && <span class="cell-sub break">{failure}</span>}
      </span>
    ),
  },
  { title: "Replays", align: "end", cell: ({ replays }) => replays.toLocaleString("en") },
  { title: "Received", sort: "receivedAt", align: "end", cell: ({ receivedAt }) => <Ago at={receivedAt} /> },
];

/** What providers told us, and what came of it. */
export function WebhookList() {
  const list = useList("/api/admin/webhook-events", defaults, () => 15_000);
  const [open, show] = useUrlState({ event: "" });
  const replay = useAction(async (id: string, key) => {
    try {
      await call("post /api/admin/webhook-events/{id}/replay", { id }, { idempotencyKey: key });
      say("The event is taken up again.");
      list.refresh();
    } catch (error) {
      if (error instanceof Error) sayError(error);
      throw error;
    }
  });
  const withActions: readonly Column<WebhookEvent>[] = [
    ...columns,
    {
      title: "Actions",
      actions: true,
      cell: (event) => (
        <>
          <Button
            size="s"
            variant="quiet"
            aria-label={`Payload of ${event.id}`}
            onClick={() => show({ event: event.id })}
          >
            Payload
          </Button>
          <Button
            size="s"
            variant="quiet"
            aria-label={`Replay ${event.id}`}
            busy={replay.busy}
            onClick={() => void replay.run(event.id)}
          >
            Replay
          </Button>
        </>
      ),
    },
  ];
  return (
    <>
      <ListTable
        list={list}
        what="events"
        placeholder="Search by id"
        filters={
          <>
            <SettledField
              label="Type"
              placeholder="Type, or its beginning"
              value={list.query.type}
              onValue={(type) => list.change({ type })}
            />
            <SelectField
              label="State"
              quietLabel
              value={list.query.status}
              onValue={(status) => list.change({ status })}
              choices={statuses}
            />
            <TextField
              label="From"
              quietLabel
              type="date"
              title="From this day on"
              value={list.query.from}
              onValue={(from) => list.change({ from })}
            />
            <TextField
              label="To"
              quietLabel
              type="date"
              title="To the end of this day"
              value={list.query.to}
              onValue={(to) => list.change({ to })}
            />
          </>
        }
        empty={
          <Empty icon={webhook} title="No event yet">
            What Stripe tells us arrives here before anything is done about it.
          </Empty>
        }
        columns={withActions}
      />
      <Dialog open={open.event !== ""} title="What the provider sent" onClose={() => show({ event: "" })} wide>
        <Payload id={open.event} />
      </Dialog>
    </>
  );
}

/** What scrolls must be reachable by keyboard. */
const scrollable = { tabIndex: 0 };

function Payload({ id }: { id: string }) {
  const event = useResource(at("/api/admin/webhook-events/{id}", { id }));
  if (!event.data)
    return event.error ? (
      <Failed error={event.error} what="The event" onRetry={event.refresh} />
    ) : (
      <BlockSkeleton what="the event" lines={8} />
    );
  const text = JSON.stringify(event.data.payload, null, 2);
  const { type, receivedAt, handledAt, replays, replayedAt, failure } = event.data;
  return (
    <>
      <dl class="facts small">
        <div>
          <dt>Type</dt>
          <dd>{type}</dd>
        </div>
        <div>
          <dt>Received</dt>
          <dd>
            <Ago at={receivedAt} />
          </dd>
        </div>
        <div>
          <dt>Handled</dt>
          <dd>{handledAt ? <Ago at={handledAt} /> : "not yet"}</dd>
        </div>
        {replayedAt && (
          <div>
            <dt>{count(replays, "replay")}, the last</dt>
            <dd>
              <Ago at={replayedAt} />
            </dd>
          </div>
        )}
        {failure && (
          <div>
            <dt>Failure</dt>
            <dd>{failure}</dd>
          </div>
        )}
      </dl>
      <section class="log" aria-label="Payload" {...scrollable}>
        <p>{text}</p>
      </section>
      <footer class="dialog-foot">
        <CopyButton text={text} what="the payload" />
      </footer>
    </>
  );
}
