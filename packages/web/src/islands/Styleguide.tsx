import activity from "lucide-static/icons/activity.svg?icon";
import circleCheck from "lucide-static/icons/circle-check.svg?icon";
import folderPlus from "lucide-static/icons/folder-plus.svg?icon";
import info from "lucide-static/icons/info.svg?icon";
import logOut from "lucide-static/icons/log-out.svg?icon";
import play from "lucide-static/icons/play.svg?icon";
import plus from "lucide-static/icons/plus.svg?icon";
import trash from "lucide-static/icons/trash-2.svg?icon";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Refused } from "../lib/api.ts";
import { matchRank } from "../lib/find.ts";
import type { Find } from "../lib/found.ts";
import type { Requirement } from "../lib/shapes.ts";
import { say } from "../lib/toast.ts";
import { StatusBadge } from "../ui/Badge.tsx";
import { Breadcrumb } from "../ui/Breadcrumb.tsx";
import { Button, ButtonLink, type ButtonVariant } from "../ui/Button.tsx";
import { Card, StatCard } from "../ui/Card.tsx";
import { Chart } from "../ui/Chart.tsx";
import { CodeField } from "../ui/CodeField.tsx";
import { Code } from "../ui/Copy.tsx";
import { Confirm, Dialog } from "../ui/Dialog.tsx";
import { SelectField, TextArea, TextField } from "../ui/Field.tsx";
import { Menu, MenuItem } from "../ui/Menu.tsx";
import { Pager } from "../ui/Pager.tsx";
import { Picker } from "../ui/Picker.tsx";
import { Meter, Progress, ProofStrip } from "../ui/Progress.tsx";
import { BlockSkeleton, Empty, Failed, NoMatch, Notice, RowsSkeleton } from "../ui/States.tsx";
import { Switch } from "../ui/Switch.tsx";
import { Table } from "../ui/Table.tsx";
import { Tabs } from "../ui/Tabs.tsx";
import { Timeline } from "../ui/Timeline.tsx";
import { ThemeChoice } from "./ThemeChoice.tsx";

const variants: readonly ButtonVariant[] = ["primary", "secondary", "quiet", "danger", "signal"];
const statuses =
  "pending queued launching running paused completed failed cancelled verified gap open active used expired revoked trialing past_due suspended".split(
    " ",
  );
const colours =
  "ground surface raised sunken line line-strong ink ink-soft accent accent-tint signal deep good live warn bad".split(
    " ",
  );
const requirements: readonly Pick<Requirement, "id" | "text" | "status">[] = Array.from({ length: 12 }, (_, index) => ({
  id: `R${index + 1}`,
  text: "An example",
  status: index < 7 ? "verified" : index === 7 ? "gap" : "open",
}));
const rows = [
  { id: "a", name: "Bike hire", state: "running", runs: 3 },
  { id: "b", name: "Music school", state: "completed", runs: 12 },
];
const refused = new Refused(500, { detail: "Something broke on our side.", requestId: "req_01JABCDEFGH" });

const Part = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <section class="guide-part">
    <h2>{title}</h2>
    {children}
  </section>
);

/** Every part of the design system in every state, to look at when one of them changes. */
export function Styleguide() {
  return (
    <div class="stack">
      <Part title="Theme">
        <ThemeChoice />
      </Part>
      <Part title="Colours">
        <ul class="swatches">
          {colours.map((name) => (
            <li key={name}>
              <span class={`swatch ${name}`} /> <code>{name}</code>
            </li>
          ))}
        </ul>
      </Part>
      <Part title="Type">
        <h1>What is delivered, runs</h1>
        <h2>Requirements and their checks</h2>
        <h3>Description</h3>
        <p>Body text, fifteen pixels, set to be read. 0123456789</p>
        <p class="small soft">Small and soft, for what is said once.</p>
        <p class="mono">7K2M9-QX4TB-N0VWC-3HJ8R-D5FZT</p>
      </Part>
      <Buttons />
      <Part title="Badges">
        <div class="actions-row">
          {statuses.map((status) => (
            <StatusBadge key={status} status={status} />
          ))}
        </div>
      </Part>
      <Fields />
      <Cards />
      <Part title="Progress, proof strip and meters">
        <div class="stack close">
          <Progress value={58} label="Example progress" live />
          <ProofStrip requirements={requirements} label="Example requirements" live />
          <Meter label="Runs this month" used={12} limit={50} />
          <Meter label="Codes this month" used={46} limit={50} />
          <Meter label="Devices" used={10} limit={10} />
          <Meter label="Projects" used={31} limit={null} />
        </div>
      </Part>
      <Lists />
      <Charts />
      <States />
      <Overlays />
    </div>
  );
}

function Buttons() {
  return (
    <Part title="Buttons">
      {(["l", "m", "s"] as const).map((size) => (
        <div class="actions-row" key={size}>
          {variants.map((variant) => (
            <Button key={variant} variant={variant} size={size} icon={variant === "signal" ? play : undefined}>
              {variant === "signal" ? "RUN" : variant}
            </Button>
          ))}
        </div>
      ))}
      <div class="actions-row">
        <Button variant="primary" busy>
          Busy
        </Button>
        <Button variant="primary" blocked>
          Blocked
        </Button>
        <Button icon={plus}>With icon</Button>
        <Button icon={trash} aria-label="Delete" />
        <ButtonLink href="#top">Link</ButtonLink>
      </div>
    </Part>
  );
}

const findExample: Find = async (search) => {
  const choices = ["Acme", "Demo Studio", "Northwind Bikes"]
    .filter((name) => matchRank(name, search) !== undefined)
    .map((name) => ({ value: name, label: name }));
  return { choices, total: choices.length };
};

function Fields() {
  const [text, setText] = useState("Northwind Bikes");
  const [code, setCode] = useState("7K2M9-QX4TB");
  const [state, setState] = useState("");
  const [tenant, setTenant] = useState("");
  const [isOn, setOn] = useState(true);
  return (
    <Part title="Fields">
      <div class="form">
        <div class="form-row">
          <TextField label="Client" optional value={text} onValue={setText} hint="As it appears to them." />
          <TextField
            label="E-mail"
            value="ann@"
            onValue={() => undefined}
            error="Enter an e-mail address such as ann@example.com."
          />
          <SelectField
            label="State"
            value={state}
            onValue={setState}
            choices={[
              { value: "", label: "Any state" },
              { value: "running", label: "Running" },
            ]}
          />
        </div>
        <div class="form-row">
          <CodeField label="Activation code" value={code} onValue={setCode} />
          <Picker label="Tenant" none="Any tenant" value={tenant} onValue={setTenant} find={findExample} />
        </div>
        <Switch label="Mail me when a run ends" hint="Finished, failed or paused." isOn={isOn} onChange={setOn} />
        <TextArea label="Objectives" value={text} onValue={setText} limit={20} hint="One thing per line works best." />
      </div>
    </Part>
  );
}

function Cards() {
  return (
    <Part title="Cards">
      <div class="stats">
        <StatCard label="Projects" value="38" change={6} />
        <StatCard label="Codes" value="214" change={-4} />
        <StatCard label="Devices" value="17" change={0} href="#top" />
      </div>
      <div class="form-row">
        <Card title="Plain">For most things.</Card>
        <Card title="Sunken" variant="sunken">
          For what recedes.
        </Card>
        <Card title="Deep" variant="deep">
          For the brand.
        </Card>
      </div>
    </Part>
  );
}

function Lists() {
  const [tab, setTab] = useState("a");
  const [sort, setSort] = useState("name:asc");
  return (
    <Part title="Lists">
      <Breadcrumb
        trail={[
          ["Projects", "#top"],
          ["Bike hire", "#lists"],
        ]}
      />
      <Tabs
        label="Example tabs"
        value={tab}
        onValue={setTab}
        tabs={[
          { id: "a", label: "Requirements", badge: "7/12", panel: () => "The first panel" },
          { id: "b", label: "Checks", panel: () => "The second panel" },
        ]}
      />
      <div class="table-frame">
        <Table
          caption="Example"
          rows={rows}
          sort={sort}
          onSort={setSort}
          columns={[
            { title: "Project", sort: "name", main: true, cell: (row) => row.name },
            { title: "State", cell: (row) => <StatusBadge status={row.state} /> },
            { title: "Runs", sort: "runs", align: "end", cell: (row) => row.runs },
          ]}
        />
        <Pager page={2} pageSize={10} total={37} totalPages={4} onPage={() => undefined} onPageSize={() => undefined} />
      </div>
      <Timeline
        moments={[
          { id: "1", icon: circleCheck, tone: "good", title: "Read the brief", text: "12 requirements" },
          { id: "2", icon: activity, tone: "live", title: "Write the pages" },
        ]}
      />
    </Part>
  );
}

function Charts() {
  const at = ["2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06"];
  return (
    <Part title="Charts">
      <div class="form-row">
        <Card title="Bars">
          <Chart
            title="Runs"
            kind="bars"
            at={at}
            series={[
              { name: "Completed", values: [3, 5, 4, 7, 6] },
              { name: "Failed", values: [1, 0, 2, 0, 1] },
            ]}
          />
        </Card>
        <Card title="Lines">
          <Chart
            title="Success"
            kind="lines"
            at={at}
            max={100}
            series={[{ name: "Success", values: [75, 100, 67, 100, 86] }]}
          />
        </Card>
      </div>
    </Part>
  );
}

function States() {
  return (
    <Part title="States">
      <Notice icon={info}>A neutral notice.</Notice>
      <Notice icon={info} tone="warn" title="Shown once.">
        A warning with a title.
      </Notice>
      <Notice icon={info} tone="bad" title="Run 3 failed">
        It names what is wrong.
      </Notice>
      <div class="form-row">
        <Card>
          <Empty
            icon={folderPlus}
            title="No project yet"
            action={<Button variant="primary">Describe your first project</Button>}
          >
            What will be here.
          </Empty>
        </Card>
        <Card>
          <NoMatch what="projects" onClear={() => undefined} />
        </Card>
        <Card>
          <Failed error={refused} what="Projects" onRetry={() => undefined} />
        </Card>
      </div>
      <div class="table-frame">
        <RowsSkeleton rows={2} what="an example" />
      </div>
      <BlockSkeleton what="an example" />
    </Part>
  );
}

function Overlays() {
  const [open, setOpen] = useState<"dialog" | "confirm" | undefined>();
  const close = () => setOpen(undefined);
  return (
    <Part title="Overlays and codes">
      <Code text="7K2M9-QX4TB-N0VWC-3HJ8R-D5FZT" what="activation code" strong />
      <div class="actions-row">
        <Button onClick={() => setOpen("dialog")}>Dialog</Button>
        <Button onClick={() => setOpen("confirm")}>Confirm</Button>
        <Button onClick={() => say("The run pauses at its next checkpoint.")}>Good news</Button>
        <Button onClick={() => say("Something broke on our side.", "bad", { requestId: "req_01JABC" })}>
          Bad news
        </Button>
        <Menu label="Example menu" trigger="Menu">
          <MenuItem icon={logOut} onClick={() => undefined}>
            Sign out
          </MenuItem>
        </Menu>
      </div>
      <Dialog open={open === "dialog"} title="A dialog" onClose={close}>
        <p>The platform's own.</p>
      </Dialog>
      <Confirm
        open={open === "confirm"}
        title="Cancel run 3?"
        action="Cancel run"
        busy={false}
        onConfirm={close}
        onClose={close}
      >
        <p>It is at 58 %.</p>
      </Confirm>
    </Part>
  );
}
