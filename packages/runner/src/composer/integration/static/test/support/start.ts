import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../src/config.ts";
import { openDatabase } from "../../src/db/database.ts";
import { flowState } from "../../src/db/tables.ts";
import type { Flow, Values } from "../../src/flow/flow.ts";
import { type Mapping, type Resource, readMapping, toSystem, valueAt } from "../../src/flow/mapping.ts";
import { type Running, start } from "../../src/http/serve.ts";
import { integration } from "../../src/integration.ts";
import type { Sync } from "../../src/sync/sync.ts";
import { settingsFor, startStandIns } from "../stand-ins/settings.ts";
import type { Seen, StandIn } from "../stand-ins/system.ts";
import { type Booted, boot } from "./booted.ts";
import { type Client, client, settled } from "./client.ts";

process.env.LOG_LEVEL ??= "error";

type Options = {
  settings?: Record<string, string>;
  /** Changes how the systems speak, of stand-ins and service alike. */
  mapping?: (mapping: Mapping) => void;
  /** Keeps to what the systems allow a second. */
  isSparing?: boolean;
  /** Always a process of its own, so that it can be killed. */
  booted?: boolean;
};

/** The real service between two stand-ins, with data of its own. */
export type Service = {
  url: string;
  api: Client;
  system(name: string): StandIn;
  /** Puts a record into the source of a flow, by the names of this service. @returns its id there */
  give(flow: string, values: Values): string;
  /** Changes it there, as its users would. */
  edit(flow: string, id: string, values: Values): void;
  /** Takes it away there, as its users would. */
  remove(flow: string, id: string): void;
  /** What the target has for this id of the source (or, where a flow finds records by a value, for this value). */
  arrived(flow: string, key: string): Values[];
  /** Puts a record into the target that was there before us. @returns its id there */
  place(flow: string, values: Values): string;
  /** What the target was asked to write. */
  writes(flow: string): Seen[];
  /** Makes a schedule due, as if its time had come while the service was stopped; from then on schedules are kept. */
  makeDue(flow: string): Promise<void>;
  /** Syncs a flow to its end. */
  sync(flow: string): Promise<Sync>;
  /** Waits until all that can be done now is done. */
  settle(): Promise<void>;
  /** Ends the process at once, whatever it does, and starts it again with the same data. */
  crash(): Promise<void>;
  restart(): Promise<void>;
  /** What it has logged, as a process of its own. */
  said(): string;
  stop(): Promise<void>;
};

/** Nothing happens by itself in tests, and nobody waits for long, unless a test says so. */
const quick = {
  SCHEDULES: "off",
  REQUEST_PAUSE_MS: "5",
  REQUEST_TIMEOUT_MS: "30000",
  RECORD_PAUSE_SECONDS: "3600",
  OPERATOR_PASSWORD: "",
};

export async function startService(options: Options = {}): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), "integration-"));
  const mappingFile = join(folder, "mapping.json");
  const mapping = readMapping(join(import.meta.dirname, "../../mapping.json"), integration);
  // Stand-ins are not to be spared, unless that is what a test is about.
  if (!options.isSparing) for (const system of Object.values(mapping.systems)) system.maxPerSecond = null;
  options.mapping?.(mapping);
  writeFileSync(mappingFile, JSON.stringify(mapping));
  const standIns = await startStandIns(integration, mapping);
  const settings: Record<string, string> = {
    ...quick,
    ...settingsFor(standIns),
    PORT: "0",
    HOST: "127.0.0.1",
    DATA_DIR: join(folder, "data"),
    MAPPING_FILE: mappingFile,
    ...options.settings,
  };
  // Tests that only differ in settings need no process of their own for each.
  const isBooted = options.booted ?? (process.env.TEST_BOOTED === "1" && !options.settings && !options.mapping);
  const begin = (): Promise<Running | Booted> =>
    isBooted ? boot(settings) : start(integration, readConfig(settings, integration));
  let running = await begin();
  const api = (): Client => client(running.url, settings.OPERATOR_PASSWORD);

  const system = (name: string): StandIn => {
    const found = standIns.get(name);
    if (!found) throw new Error(`There is no system ${name}`);
    return found;
  };
  const sides = (name: string) => {
    const flow = integration.flows.find((each) => each.name === name);
    const source = flow && mapping.systems[flow.from]?.resources[flow.source];
    const target = flow && mapping.systems[flow.to]?.resources[flow.target];
    if (!flow || !source || !target) throw new Error(`There is no flow ${name}`);
    return { flow, source, target, to: system(flow.to) };
  };

  return {
    give(name, values) {
      const { flow, source } = sides(name);
      return String(system(flow.from).put(flow.source, toSystem(source, values))[source.id]);
    },
    edit(name, id, values) {
      const { flow, source } = sides(name);
      system(flow.from).edit(flow.source, id, toSystem(source, values));
    },
    remove(name, id) {
      const { flow } = sides(name);
      system(flow.from).remove(flow.source, id);
    },
    place(name, values) {
      const { flow, target, to } = sides(name);
      return String(to.put(flow.target, toSystem(target, values))[target.id]);
    },
    arrived(name, key) {
      const { flow, target, to } = sides(name);
      const place = keyOf(flow, target, mapping);
      return to
        .all(flow.target)
        .filter((document) => String(valueAt(document, place)) === key)
        .map((document) => byOurNames(target, document));
    },
    writes(name) {
      const { target, to } = sides(name);
      return to.requests.filter(({ method, path }) => method !== "GET" && path.startsWith(target.path));
    },
    async makeDue(name) {
      await running.stop();
      const db = openDatabase(settings.DATA_DIR ?? "");
      const nextRunAt = new Date(Date.now() - 1000).toISOString();
      db.insert(flowState)
        .values({ flow: name, nextRunAt })
        .onConflictDoUpdate({ target: flowState.flow, set: { nextRunAt } })
        .run();
      db.close();
      settings.SCHEDULES = "on";
      running = await begin();
    },
    get url() {
      return running.url;
    },
    get api() {
      return api();
    },
    system,
    async sync(flow) {
      const asked = await api().post("/api/syncs", { flow });
      assert.equal(asked.status, 202, asked.text);
      await settled(running.url, settings.OPERATOR_PASSWORD);
      const { body } = await api().get(`/api/syncs/${asked.body.items[0]?.id}`);
      return body as unknown as Sync;
    },
    settle: () => settled(running.url, settings.OPERATOR_PASSWORD),
    async crash() {
      if (!("kill" in running)) throw new Error("Only a process of its own can be killed");
      await running.kill();
      running = await begin();
    },
    said: () => ("said" in running ? running.said() : ""),
    async restart() {
      await running.stop();
      running = await begin();
    },
    async stop() {
      await running.stop();
      for (const standIn of standIns.values()) await standIn.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where the target has what tells whose record it is. */
const keyOf = ({ matchBy, to }: Flow, target: Resource, { systems }: Mapping): string =>
  matchBy ? (target.fields[matchBy] ?? matchBy) : (systems[to]?.write.externalId ?? "");

function byOurNames(resource: Resource, document: Values): Values {
  const names = Object.entries(resource.fields);
  return Object.fromEntries(names.map(([name, place]) => [name, valueAt(document, place)]));
}

/** Pages of three, asked for in this way. */
export function pagedBy({ systems }: Mapping, paging: "cursor" | "page" | "link"): void {
  for (const system of Object.values(systems))
    Object.assign(system.list, {
      paging,
      size: 3,
      parameter: paging === "page" ? "page" : "cursor",
      sizeParameter: "limit",
    });
}
