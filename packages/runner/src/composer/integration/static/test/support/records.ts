import assert from "node:assert/strict";
import type { Values } from "../../src/flow/flow.ts";
import type { Item } from "./client.ts";
import type { Service } from "./start.ts";

/** That the target has exactly one record for this key, with these values; `undefined` is a value that isn't there. */
export function hasArrived(service: Service, flow: string, key: string, values: Values = {}): void {
  const found = service.arrived(flow, key);
  assert.equal(found.length, 1, `${flow} ${key} is ${found.length} times at the target`);
  const [record = {}] = found;
  assert.deepEqual(Object.fromEntries(Object.keys(values).map((name) => [name, record[name]])), values);
}

export const hasNotArrived = (service: Service, flow: string, key: string): void =>
  assert.deepEqual(service.arrived(flow, key), [], `${flow} ${key} should have stayed behind`);

/** The keys under which records were created at the target: as many as there are records, when none was made twice. */
export const creationsOf = (service: Service, flow: string): Set<string | undefined> => {
  const created = service.writes(flow).filter(({ method }) => method === "POST");
  return new Set(created.map(({ key }) => key));
};

/** What the service says of one record of a source. */
export async function recordOf(service: Service, flow: string, sourceId: string): Promise<Item> {
  const { status, body, text } = await service.api.get(`/api/records?flow=${flow}&search=${sourceId}`);
  assert.equal(status, 200, text);
  const found = body.items.find((item) => item.sourceId === sourceId);
  assert.ok(found, `The service knows nothing of ${flow} ${sourceId}`);
  return found;
}

/** The beginning of the day so many days ago. */
export const daysAgo = (days: number): string =>
  `${new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)}T00:00:00.000Z`;

/** The value at a number, over and over. */
export const oneOf = <Value>(values: readonly [Value, ...Value[]], number: number): Value =>
  values[number % values.length] ?? values[0];
