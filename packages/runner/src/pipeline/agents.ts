import type { Analysis } from "../artefacts.ts";
import type { TaskReport } from "../platform/schema.ts";

type Status = TaskReport["status"];
/** `regardless`: begins also when what it waits for has failed, since an archive with named gaps is still worth having. */
type Planned = { id: string; agent: string; title: string; dependsOn: string[]; regardless?: true };

/** Every agent's part, in the order in which the parts can begin. */
const planned = [
  { id: "research", agent: "researcher", title: "Look into open questions", dependsOn: [] },
  {
    id: "contract",
    agent: "architect",
    title: "Turn the brief into requirements and a contract",
    dependsOn: ["research"],
  },
  { id: "plan", agent: "orchestrator", title: "Plan the work", dependsOn: ["contract"] },
  { id: "application", agent: "coder", title: "Write records, rules and API", dependsOn: ["plan"] },
  { id: "pages", agent: "frontend", title: "Write the pages", dependsOn: ["plan"] },
  { id: "workflow", agent: "workflow", title: "Write states and who may change them", dependsOn: ["plan"] },
  { id: "integration", agent: "integration", title: "Connect other systems", dependsOn: ["plan"] },
  { id: "mobile", agent: "mobile", title: "Build a mobile application", dependsOn: ["plan"] },
  { id: "infrastructure", agent: "infrastructure", title: "Write container, settings and build", dependsOn: ["plan"] },
  { id: "tests", agent: "testing", title: "Write tests for each requirement", dependsOn: ["plan"] },
  { id: "documents", agent: "writer", title: "Write the documents", dependsOn: ["application", "tests"] },
  {
    id: "security",
    agent: "security",
    title: "Look for secrets, loose dependencies and licences",
    dependsOn: ["documents"],
  },
  { id: "quality", agent: "qa", title: "Check types, tests and the running application", dependsOn: ["security"] },
  { id: "package", agent: "orchestrator", title: "Pack and sign", dependsOn: ["quality"], regardless: true },
  { id: "proof", agent: "qa", title: "Prove the archive in a clean room", dependsOn: ["package"] },
] as const satisfies Planned[];

export type TaskId = (typeof planned)[number]["id"];

/** The state of every agent's part; the run moves it, the board remembers and passes on the rest. */
export type Board = {
  /** All parts as they stand. */
  all(): TaskReport[];
  /** Moves one part. A failed one takes all that wait for it along. @returns what has changed */
  move(id: TaskId, status: Status, summary?: string): TaskReport[];
};

/** @param switchedOff agents that take no part: theirs is skipped from the beginning, and keeps nobody waiting */
export function newBoard(switchedOff: readonly string[]): Board {
  const off = {
    status: "skipped",
    summary: "Switched off in the configuration that this run was started with.",
  } as const;
  const tasks = new Map<string, TaskReport>(
    planned.map(({ id, agent, title, dependsOn }) => [
      id,
      { id, agent, title, dependsOn: [...dependsOn], ...(switchedOff.includes(agent) ? off : { status: "waiting" }) },
    ]),
  );
  const regardless = new Set<string>(planned.flatMap((task) => ("regardless" in task ? [task.id] : [])));
  const skipAfter = (failed: TaskReport): TaskReport[] =>
    [...tasks.values()]
      .filter((task) => task.status === "waiting" && !regardless.has(task.id) && task.dependsOn?.includes(failed.id))
      .flatMap((task) => {
        const skipped: TaskReport = {
          ...task,
          status: "skipped",
          summary: `Waits for “${failed.title}”, which ${failed.status === "failed" ? "failed" : "was skipped"}.`,
        };
        tasks.set(task.id, skipped);
        return [skipped, ...skipAfter(skipped)];
      });
  return {
    all: () => [...tasks.values()],
    move(id, status, summary) {
      const before = tasks.get(id);
      if (!before) throw new Error(`No task ${id}.`);
      if (switchedOff.includes(before.agent)) return [];
      const { summary: _, ...rest } = before;
      const moved: TaskReport = { ...rest, status, ...(summary ? { summary } : {}) };
      tasks.set(id, moved);
      return status === "failed" ? [moved, ...skipAfter(moved)] : [moved];
    },
  };
}

/** Which parts an application needs, with what was done or why there is nothing to do: facts, not phrases. */
export function partsOf(analysis: Analysis, files: ReadonlyMap<string, string>): [TaskId, Status, string][] {
  const { contract } = analysis;
  const moves = contract.entities.flatMap((entity) => entity.state?.moves ?? []);
  const rules = contract.entities.flatMap((entity) => entity.rules);
  const count = (pattern: RegExp) => [...files.keys()].filter((path) => pattern.test(path)).length;
  const many = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;
  const sources = many(count(/^src\//), "source file");
  return [
    contract.kind === "static-site"
      ? ["application", "done", `A generator and a server for the pages: ${sources}.`]
      : [
          "application",
          "done",
          `${many(contract.entities.length, "kind")} of record, ${many(rules.length, "rule")}, ${sources}.`,
        ],
    pagesOf(contract),
    moves.length > 0
      ? [
          "workflow",
          "done",
          `${many(moves.length, "move")}: ${moves.map(({ label }) => label).join(", ")}.`.slice(0, 2_000),
        ]
      : ["workflow", "nothing_to_do", "Nothing in the brief moves through states."],
    contract.kind === "integration"
      ? [
          "integration",
          "done",
          `${many(contract.flows.length, "flow")} between ${contract.systems.map(({ label }) => label).join(", ")}.`,
        ]
      : ["integration", "nothing_to_do", "It stands alone: nothing else was to be connected."],
    [
      "mobile",
      "nothing_to_do",
      contract.kind === "command-line"
        ? "It runs in a terminal; the blueprint builds no native application."
        : "The pages fit a phone; the blueprint builds no native application.",
    ],
    [
      "infrastructure",
      "done",
      `${["Dockerfile", ".env.example", ".github/workflows/ci.yml"].filter((path) => files.has(path)).join(", ")}.`,
    ],
    ["tests", "done", `${many(count(/\.test\.[cm]?[jt]s$/), "test file")}.`],
    [
      "documents",
      "done",
      `${[...files.keys()]
        .filter((path) => path.endsWith(".md"))
        .sort()
        .join(", ")}.`,
    ],
  ];
}

/** What the frontend has done, by the kind of software. */
function pagesOf(contract: Analysis["contract"]): [TaskId, Status, string] {
  switch (contract.kind) {
    case "command-line":
      return ["pages", "nothing_to_do", "A command-line tool has no pages."];
    case "integration":
      return ["pages", "done", "Pages of how every flow stands, what failed and what was synced."];
    case "static-site":
      return ["pages", "done", `Pages: ${contract.site.pages.map(({ title }) => title).join(", ")}.`.slice(0, 2_000)];
    default: {
      const records = contract.entities.map(({ pluralLabel }) => pluralLabel).join(", ");
      return ["pages", "done", `Lists, forms and a start page for ${records}.`.slice(0, 2_000)];
    }
  }
}
