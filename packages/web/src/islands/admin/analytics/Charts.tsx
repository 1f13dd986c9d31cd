import type { Analytics } from "../../../lib/shapes.ts";
import { Card } from "../../../ui/Card.tsx";
import { Chart } from "../../../ui/Chart.tsx";
import { CsvLink } from "../../../ui/CsvLink.tsx";

type Props = { of: Analytics; csv(table: string): string };

/** How runs ended, and how codes came into use. */
export function Charts({ of: { runs, activation }, csv }: Props) {
  return (
    <div class="pair">
      <Card title="Runs by how they ended" aside={<CsvLink href={csv("runs")} what="runs" />}>
        <Chart
          title="Runs by how they ended"
          kind="bars"
          at={runs.map(({ at }) => at)}
          series={[
            { name: "Completed", values: runs.map(({ completed }) => completed) },
            { name: "Failed", values: runs.map(({ failed }) => failed) },
            { name: "Cancelled", values: runs.map(({ cancelled }) => cancelled) },
          ]}
        />
      </Card>
      <Card title="Activation" aside={<CsvLink href={csv("activation")} what="activation" />}>
        <Chart
          title="Activation"
          kind="lines"
          at={activation.map(({ at }) => at)}
          series={[
            { name: "Codes generated", values: activation.map(({ codesGenerated }) => codesGenerated) },
            { name: "Codes assigned", values: activation.map(({ codesAssigned }) => codesAssigned) },
            { name: "Devices activated", values: activation.map(({ devicesActivated }) => devicesActivated) },
            { name: "Client sign-ins", values: activation.map(({ clientSignIns }) => clientSignIns) },
          ]}
        />
      </Card>
    </div>
  );
}
