import { at } from "../../../lib/api.ts";
import { useResource } from "../../../lib/resource.ts";
import { useUrlState } from "../../../lib/url-state.ts";
import { Card } from "../../../ui/Card.tsx";
import { CopyButton } from "../../../ui/Copy.tsx";
import { SelectField } from "../../../ui/Field.tsx";
import { BlockSkeleton, Failed } from "../../../ui/States.tsx";
import { type Column, Table } from "../../../ui/Table.tsx";
import { ProjectFilter } from "../ProjectFilter.tsx";
import { agents, inWords, nameOf } from "./words.ts";

type Row = { id: string; value: unknown; level: string; version: number };

const whose = (level: string, version: number) =>
  version === 0 ? "the product itself" : `the ${level}, version ${version}`;

const columns: readonly Column<Row>[] = [
  { title: "Value", main: true, cell: ({ id }) => <strong class="row-name">{nameOf(id)}</strong> },
  { title: "Is", cell: ({ id, value }) => <span class="break">{inWords(id, value)}</span> },
  { title: "Said by", cell: ({ level, version }) => <span class="soft">{whose(level, version)}</span> },
];

/** What scrolls must be reachable by keyboard. */
const scrollable = { tabIndex: 0 };

/** What an agent of a project would work by now, where each value comes from, and the whole prompt. */
export function Effective() {
  const [view, change] = useUrlState({ projectId: "", agent: "" });
  const answer = useResource(at("/api/llm/effective", view));
  return (
    <div class="stack">
      <search class="filters level">
        <ProjectFilter none="The system" value={view.projectId} onValue={(projectId) => change({ projectId })} />
        <SelectField
          label="Agent"
          quietLabel
          value={view.agent}
          onValue={(agent) => change({ agent })}
          choices={[{ value: "", label: "All agents" }, ...agents.map((value) => ({ value, label: value }))]}
        />
      </search>
      {answer.error && <Failed error={answer.error} what="What holds" onRetry={answer.refresh} />}
      {!answer.error && !answer.data && <BlockSkeleton what="what holds" lines={12} tall />}
      {!answer.error && answer.data && (
        <>
          <Card title="Values">
            <Table
              caption="What holds"
              columns={columns}
              rows={Object.entries(answer.data.values).map(([id, said]) => ({ id, ...said }))}
              stale={answer.stale}
            />
          </Card>
          <Card
            title="Prompt"
            aside={answer.data.prompt.text !== "" && <CopyButton text={answer.data.prompt.text} what="the prompt" />}
          >
            <div class="stack close">
              {answer.data.prompt.parts.map(({ level, version, text }) => (
                <div key={level + version} class="stack close">
                  <h3 class="small soft">From {whose(level, version)}</h3>
                  <section class="log auto" aria-label={`Prompt from ${whose(level, version)}`} {...scrollable}>
                    <p>{text}</p>
                  </section>
                </div>
              ))}
              {answer.data.prompt.parts.length === 0 && <p class="soft small">Nobody has said anything.</p>}
            </div>
          </Card>
        </>
      )}
    </div>
  );
}
