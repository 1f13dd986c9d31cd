import { useState } from "preact/hooks";
import { useAction } from "../../../lib/action.ts";
import { call } from "../../../lib/api.ts";
import { useResource } from "../../../lib/resource.ts";
import type { LlmProvider, ProviderCheck } from "../../../lib/shapes.ts";
import { sayError } from "../../../lib/toast.ts";
import { StatusBadge } from "../../../ui/Badge.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Failed, RowsSkeleton } from "../../../ui/States.tsx";
import { type Column, Table } from "../../../ui/Table.tsx";

type Row = LlmProvider & { id: string };

/** Who can answer agents, who has a key, and whether it is taken. The keys themselves nobody is shown. */
export function Providers() {
  const providers = useResource("/api/llm/providers");
  const [found, setFound] = useState<Record<string, ProviderCheck>>({});
  const [asked, setAsked] = useState("");
  const check = useAction(async (provider: LlmProvider["provider"], key) => {
    setAsked(provider);
    try {
      const answer = await call("post /api/llm/providers/{provider}/check", { provider }, { idempotencyKey: key });
      setFound((former) => ({ ...former, [provider]: answer }));
    } catch (error) {
      if (error instanceof Error) sayError(error);
      throw error;
    }
  });
  const columns: readonly Column<Row>[] = [
    { title: "Provider", main: true, cell: ({ name }) => <strong class="row-name">{name}</strong> },
    {
      title: "Key",
      cell: ({ isConfigured }) => <StatusBadge status={isConfigured ? "configured" : "not_configured"} />,
    },
    { title: "Engine", cell: ({ isUsable }) => (isUsable ? "works with it" : <span class="soft">not yet</span>) },
    {
      title: "Last check",
      cell: ({ id }) => {
        const answer = found[id];
        return (
          <span role="status" class="break">
            {answer ? (
              `${answer.message} (${answer.latencyMs.toLocaleString("en")} ms)`
            ) : (
              <span class="soft">none</span>
            )}
          </span>
        );
      },
    },
    {
      title: "Actions",
      actions: true,
      cell: ({ provider, name }) => (
        <Button
          size="s"
          variant="quiet"
          busy={check.busy && asked === provider}
          aria-label={`Check ${name}`}
          onClick={() => void check.run(provider)}
        >
          Check
        </Button>
      ),
    },
  ];
  return (
    <div class="table-frame">
      {providers.error && !providers.data && (
        <Failed error={providers.error} what="Providers" onRetry={providers.refresh} />
      )}
      {!providers.error && !providers.data && <RowsSkeleton what="providers" rows={5} />}
      {providers.data && (
        <Table
          caption="Providers"
          columns={columns}
          rows={providers.data.items.map((item) => ({ ...item, id: item.provider }))}
        />
      )}
    </div>
  );
}
