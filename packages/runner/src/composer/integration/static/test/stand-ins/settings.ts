import { prefixOf } from "../../src/config.ts";
import type { Integration } from "../../src/flow/flow.ts";
import type { Mapping } from "../../src/flow/mapping.ts";
import { type StandIn, standInSecrets, startStandIn } from "./system.ts";

/** A stand-in for each system, by its name. */
export async function startStandIns({ systems }: Integration, mapping: Mapping): Promise<Map<string, StandIn>> {
  const started = new Map<string, StandIn>();
  for (const { name } of systems) {
    const own = mapping.systems[name];
    if (own) started.set(name, await startStandIn(own));
  }
  return started;
}

/** The settings that point the service at the stand-ins. */
export function settingsFor(standIns: ReadonlyMap<string, StandIn>): Record<string, string> {
  const settings = [...standIns].flatMap(([name, { url }]) => [
    [`${prefixOf(name)}BASE_URL`, url],
    [`${prefixOf(name)}CLIENT_ID`, standInSecrets.clientId],
    [`${prefixOf(name)}CLIENT_SECRET`, standInSecrets.clientSecret],
    [`${prefixOf(name)}REFRESH_TOKEN`, standInSecrets.refreshToken],
    [`${prefixOf(name)}API_KEY`, standInSecrets.apiKey],
    [`${prefixOf(name)}WEBHOOK_SECRET`, standInSecrets.webhookSecret],
  ]);
  return Object.fromEntries(settings) as Record<string, string>;
}
