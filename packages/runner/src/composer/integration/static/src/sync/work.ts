import type { Api } from "../client/api.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import type { Flow, Integration } from "../flow/flow.ts";
import type { Mapping, Resource, SystemMapping } from "../flow/mapping.ts";

/** What everything that syncs works with. */
export type Work = {
  db: Database;
  config: Config;
  integration: Integration;
  mapping: Mapping;
  apis: ReadonlyMap<string, Api>;
  /** Told to stop: what is being done is finished, nothing new begun. */
  stopping: AbortSignal;
};

export type Side = { api: Api; system: SystemMapping; resource: Resource; label: string };

/** The source and the target of a flow, with how they name things. */
export function sidesOf(work: Work, flow: Flow): { source: Side; target: Side } {
  const side = (name: string, key: string): Side => {
    const api = work.apis.get(name);
    const system = work.mapping.systems[name];
    const resource = system?.resources[key];
    if (!api || !system || !resource) throw new Error(`mapping.json and settings know nothing of ${name} ${key}`);
    const label = work.integration.systems.find((each) => each.name === name)?.label ?? name;
    return { api, system, resource, label };
  };
  return { source: side(flow.from, flow.source), target: side(flow.to, flow.target) };
}

export function flowNamed({ integration }: Work, name: string): Flow | undefined {
  return integration.flows.find((flow) => flow.name === name);
}

export const instant = (afterMs = 0): string => new Date(Date.now() + afterMs).toISOString();
