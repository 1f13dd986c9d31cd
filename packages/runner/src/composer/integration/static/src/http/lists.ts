import { event, eventStatuses, record, recordStatuses, sync, syncCauses, syncStatuses } from "../db/tables.ts";
import type { Integration } from "../flow/flow.ts";
import type { Listing } from "./query.ts";

/** Records that haven't arrived: `failed` ones are tried again by themselves, `dead` ones wait for somebody. */
export const failing = ["failed", "dead"] as const;

/** The lists of the API, by the last part of their address. */
export function listingsOf({ flows }: Integration) {
  const names = flows.map((flow) => flow.name);
  const records: Listing = {
    table: record,
    sortable: { id: record.id, sourceId: record.sourceId, status: record.status, updatedAt: record.updatedAt },
    filters: {
      flow: { column: record.flow, values: names },
      status: { column: record.status, values: recordStatuses },
    },
    search: [record.sourceId, record.targetId, record.reason],
  };
  return {
    syncs: {
      table: sync,
      sortable: { id: sync.id, createdAt: sync.createdAt, status: sync.status },
      filters: {
        flow: { column: sync.flow, values: names },
        status: { column: sync.status, values: syncStatuses },
        cause: { column: sync.cause, values: syncCauses },
      },
      search: [sync.error],
    },
    records,
    failures: {
      ...records,
      filters: { ...records.filters, status: { column: record.status, values: failing } },
      within: { column: record.status, values: failing },
    },
    events: {
      table: event,
      sortable: { id: event.id, receivedAt: event.receivedAt, status: event.status },
      filters: {
        flow: { column: event.flow, values: names },
        status: { column: event.status, values: eventStatuses },
      },
      search: [event.eventId, event.sourceId, event.reason],
    },
  } satisfies Record<string, Listing>;
}
