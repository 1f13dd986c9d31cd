import type { Call, Command } from "../cli/command.ts";
import { json, table } from "../cli/output.ts";
import { UsageError } from "../cli/problem.ts";
import { changeData, readData } from "../records/file.ts";
import { query } from "../records/query.ts";
import { rowsOf } from "../records/reports.ts";
import { partOf, type Report, type Resource } from "../records/resource.ts";
import { type Body, create, move, newWork } from "../records/store.ts";
import { toText } from "../records/values.ts";
import { plusDays } from "../now.ts";
import { asTable } from "./records.ts";

/** The words that examples are written in. They go through the same verbs as every command, so they obey every rule. */
export type Examples = {
  add(resource: Resource, body: Body): number;
  move(resource: Resource, id: number | undefined, action: string): void;
  day(days: number): string;
  noon(days: number): string;
};

/** What is about all records: what is due, reports, and examples to try the tool with. */
export function wholeCommands(
  resources: readonly Resource[],
  reports: readonly Report[],
  examples: (words: Examples) => void,
): Command[] {
  const hasLists = resources.some(({ lists }) => lists.length > 0);
  const due: Command = {
    name: "due",
    takes: [],
    help: `everything that is on a list: ${resources.flatMap(({ lists }) => lists.map(({ label }) => label.toLowerCase())).join(", ")}`,
    options: [],
    run: (call) => showDue(call, resources),
  };
  const report: Command = {
    name: "report",
    takes: ["<name>"],
    help: `figures: ${reports.map(({ name }) => name).join(", ")}`,
    options: [],
    run: (call) => showReport(call, resources, reports),
  };
  return [
    ...(hasLists ? [due] : []),
    ...(reports.length > 0 ? [report] : []),
    {
      name: "examples",
      takes: [],
      help: "fill an empty data file with examples to try the tool with",
      options: [],
      run: (call) => fill(call, resources, examples),
    },
  ];
}

function showDue(call: Call, resources: readonly Resource[]): void {
  const work = newWork(readData(call.dataFile), resources, call.now);
  const lists = resources.flatMap((resource) =>
    resource.lists.map(({ name, label }) => ({
      resource,
      label,
      list: `${resource.path} ${name}`,
      records: query(work, resource, { only: name, values: {} }),
    })),
  );
  if (call.json) call.out(json(lists.map(({ list, label, records }) => ({ list, label, records }))));
  else
    for (const { resource, label, records } of lists) {
      const head = `${resource.plural}: ${label} (${records.length})\n`;
      call.out(records.length === 0 ? head : `${head}\n${asTable(resource, records)}\n`);
    }
}

function showReport(call: Call, resources: readonly Resource[], reports: readonly Report[]): void {
  const report = reports.find(({ name }) => name === call.words[0]);
  if (!report)
    throw new UsageError(`There is no report “${call.words[0]}”. There are: ${reports.map(({ name }) => name).join(", ")}.`);
  const rows = rowsOf(newWork(readData(call.dataFile), resources, call.now), report);
  if (call.json) {
    call.out(json(rows));
    return;
  }
  const kindOf = (field: string | undefined) => (field ? (partOf(report.resource, field)?.kind ?? "decimal") : "integer");
  const columns = [
    { title: partOf(report.resource, report.groupBy)?.label.toLowerCase() ?? "group" },
    ...report.measures.map(({ label }) => ({ title: label.toLowerCase(), isNumber: true })),
  ];
  const shown = rows.map((row) => [
    row.group || "(none)",
    ...report.measures.map(({ name, field }) => toText({ kind: kindOf(field) }, row[name])),
  ]);
  call.out(shown.length === 0 ? "Nothing to report yet.\n" : table(columns, shown));
}

/** Only a file that holds nothing yet: examples never mix with what people typed. */
async function fill(call: Call, resources: readonly Resource[], examples: (words: Examples) => void): Promise<void> {
  const made = await changeData(call.dataFile, (data) => {
    if (data.size > 0) return undefined;
    const work = newWork(data, resources, call.now);
    let count = 0;
    examples({
      add(resource, body) {
        count += 1;
        return create(work, resource, body).id;
      },
      move(resource, id, action) {
        const verb = resource.state?.moves.find((each) => each.action === action);
        if (!verb || id === undefined) throw new Error(`No ${action} for ${resource.label} ${id}`);
        move(work, resource, id, verb, {});
      },
      day: (days) => plusDays(call.now.today, days),
      noon: (days) => `${plusDays(call.now.today, days)}T12:00:00.000Z`,
    });
    return count;
  });
  if (made === undefined) throw new UsageError(`${call.dataFile} already holds records; examples go into an empty file.`);
  call.out(call.json ? json({ created: made }) : `Added ${made} examples to ${call.dataFile}.\n`);
}
