import history from "lucide-static/icons/history.svg?icon";
import { useAction } from "../../../lib/action.ts";
import { at, call } from "../../../lib/api.ts";
import { useOlder } from "../../../lib/older.ts";
import { useResource } from "../../../lib/resource.ts";
import type { LlmSaved } from "../../../lib/shapes.ts";
import { say } from "../../../lib/toast.ts";
import { useUrlState } from "../../../lib/url-state.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { SelectField } from "../../../ui/Field.tsx";
import { Older } from "../../../ui/Older.tsx";
import { BlockSkeleton, Empty, Failed, NoMatch, Refusal, RowsSkeleton } from "../../../ui/States.tsx";
import { type Column, Table } from "../../../ui/Table.tsx";
import { Ago } from "../../../ui/Time.tsx";
import { inWords, nameOf } from "./words.ts";

const whereOf = ({ project, agent }: LlmSaved) =>
  project ? [project.name, agent].filter(Boolean).join(", ") : "The system";

function what({ changes, prompt }: LlmSaved): string {
  const parts = changes.map(({ name }) => nameOf(name));
  if (prompt.addedLines + prompt.removedLines > 0) parts.push(`prompt +${prompt.addedLines} −${prompt.removedLines}`);
  return parts.join(", ") || "nothing";
}

/** Every save of every level, each against the one before, and each to be said again. */
export function History() {
  const [view, change] = useUrlState({ level: "", version: "" });
  const feed = useOlder(at("/api/llm/history", { level: view.level }));
  const columns: readonly Column<LlmSaved>[] = [
    {
      title: "Version",
      main: true,
      cell: (saved) => (
        <>
          <strong class="row-name break">
            {whereOf(saved)}, version {saved.version}
          </strong>
          <span class="cell-sub break">{saved.reason}</span>
        </>
      ),
    },
    { title: "Changed", cell: (saved) => <span class="break">{what(saved)}</span> },
    { title: "Who", cell: ({ author }) => <span class="break">{author?.email ?? "somebody"}</span> },
    { title: "When", align: "end", cell: ({ createdAt }) => (createdAt ? <Ago at={createdAt} /> : "") },
    {
      title: "Actions",
      actions: true,
      cell: (saved) => (
        <Button
          size="s"
          variant="quiet"
          aria-label={`Compare version ${saved.version} of ${whereOf(saved)}`}
          onClick={() => change({ version: saved.id })}
        >
          Compare
        </Button>
      ),
    },
  ];
  return (
    <>
      <search class="filters level">
        <SelectField
          label="Level"
          quietLabel
          value={view.level}
          onValue={(level) => change({ level })}
          choices={[
            { value: "", label: "Every level" },
            { value: "system", label: "The system" },
            { value: "project", label: "Projects" },
            { value: "agent", label: "Agents" },
          ]}
        />
      </search>
      <div class="table-frame">
        {feed.error && !feed.items && <Failed error={feed.error} what="The history" onRetry={feed.refresh} />}
        {!feed.error && !feed.items && <RowsSkeleton what="the history" rows={5} />}
        {feed.items?.length === 0 && view.level === "" && (
          <Empty icon={history} title="No version yet">
            Every save of the configuration is kept here, with who, when and why.
          </Empty>
        )}
        {feed.items?.length === 0 && view.level !== "" && (
          <NoMatch what="versions" onClear={() => change({ level: "" })} />
        )}
        {feed.items && feed.items.length > 0 && (
          <Table caption="Versions" columns={columns} rows={feed.items} stale={feed.stale} />
        )}
      </div>
      <Older older={feed.older} failure={feed.failure} />
      <Dialog
        open={view.version !== ""}
        title="Against the version before"
        onClose={() => change({ version: "" })}
        wide
      >
        <Diff
          id={view.version}
          onRestored={() => {
            change({ version: "" });
            feed.refresh();
          }}
        />
      </Dialog>
    </>
  );
}

/** What scrolls must be reachable by keyboard. */
const scrollable = { tabIndex: 0 };

function Diff({ id, onRestored }: { id: string; onRestored(): void }) {
  const diff = useResource(at("/api/llm/history/{id}/diff", { id }));
  const saved = useResource(at("/api/llm/history/{id}", { id }));
  const restore = useAction(async (_: string, key) => {
    const made = await call("post /api/llm/history/{id}/restore", { id }, { idempotencyKey: key });
    say(`It holds again, as version ${made.version}.`);
    onRestored();
  });
  const error = diff.error ?? saved.error;
  if (!diff.data || !saved.data)
    return error ? (
      <Failed
        error={error}
        what="The version"
        onRetry={() => {
          diff.refresh();
          saved.refresh();
        }}
      />
    ) : (
      <BlockSkeleton what="the version" lines={6} />
    );
  const marks = { same: " ", added: "+", removed: "−" };
  return (
    <>
      {diff.data.values.length === 0 && <p class="soft small">No value changed.</p>}
      {diff.data.values.length > 0 && (
        <dl class="facts small">
          {diff.data.values.map(({ name, old, new: now }) => (
            <div key={name}>
              <dt>{nameOf(name)}</dt>
              <dd>
                <del>{inWords(name, old)}</del> <ins>{inWords(name, now)}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {diff.data.prompt.some(({ kind }) => kind !== "same") && (
        <section class="log diff" aria-label="The prompt, line by line" {...scrollable}>
          {diff.data.prompt.map(({ kind, text }, index) => (
            <p key={`${index} ${kind}`} class={kind}>
              {marks[kind]} {text}
            </p>
          ))}
        </section>
      )}
      <p class="small soft">
        {saved.data.isInForce
          ? "This version is in force."
          : `Restoring it makes a new version; it concerns ${saved.data.affectedProjects.toLocaleString("en")} projects.`}
      </p>
      <Refusal error={restore.error} />
      <footer class="dialog-foot">
        <Button
          variant="primary"
          busy={restore.busy}
          blocked={saved.data.isInForce}
          onClick={() => void restore.run(id)}
        >
          Restore this version
        </Button>
      </footer>
    </>
  );
}
