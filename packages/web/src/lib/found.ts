import { useEffect, useState } from "preact/hooks";
import type { Choice } from "../ui/Field.tsx";
import { at, type Item, type Page, read } from "./api.ts";
import { wait } from "./retry.ts";
import { day } from "./time.ts";

type Found = { choices: readonly Choice[]; total: number };

/** Asks the API for those that fit what was typed; for nothing typed, the first of all. */
export type Find = (search: string, signal: AbortSignal) => Promise<Found>;

const searchPauseMs = 150;
/** As many as fit in a list without getting lost in it. */
const offered = { page: 1, pageSize: 10 } as const;

const foundIn = <T>({ items, total }: Page<T>, choiceOf: (item: T) => Choice): Found => ({
  choices: items.map(choiceOf),
  total,
});

export const findTenants: Find = async (search, signal) =>
  foundIn(
    await read(at("/api/admin/tenants", { ...offered, search, sort: "name:asc" }), {}, { signal }),
    ({ id, name }) => ({ value: id, label: name }),
  );

/** Projects of a tenant; of all tenants, whose they are is said. */
export const findProjectsOf =
  (tenantId: string): Find =>
  async (search, signal) =>
    foundIn(
      await read(at("/api/admin/projects", { ...offered, search, sort: "name:asc", tenantId }), {}, { signal }),
      ({ id, name, tenant }) => ({ value: id, label: tenantId ? name : `${name} (${tenant.name})` }),
    );

/** Codes that a project can still be given. */
export const freeCodes = at("/api/tenant/activation-codes", { ...offered, status: "active" });

/** Of those, by their label or their last five characters. */
export const findFreeCodes: Find = async (search, signal) =>
  foundIn(await read(freeCodes, { search }, { signal }), codeChoice);

export const codeChoice = (code: Item<"/api/tenant/activation-codes">): Choice => ({
  value: code.id,
  label: [
    `…${code.last5}`,
    code.label,
    code.maxUses > 1 && `${code.uses} of ${code.maxUses} uses`,
    code.expiresAt && `until ${day(code.expiresAt)}`,
  ]
    .filter(Boolean)
    .join(" · "),
});

/**
 * What is found, once the typing pauses; what was found before stays until then.
 *
 * @param search undefined while nobody asks
 */
export function useFound(find: Find, search: string | undefined) {
  const [state, setState] = useState<Found & { isAsking: boolean; failed?: Error | undefined }>({
    choices: [],
    total: 0,
    isAsking: false,
  });
  useEffect(() => {
    if (search === undefined) return;
    const abort = new AbortController();
    setState((former) => ({ ...former, isAsking: true, failed: undefined }));
    wait(search === "" ? 0 : searchPauseMs, abort.signal)
      .then(() => find(search, abort.signal))
      .then((found) => setState({ ...found, isAsking: false }))
      .catch((error: unknown) => {
        if (abort.signal.aborted) return;
        const failed = error instanceof Error ? error : new Error(String(error));
        setState({ choices: [], total: 0, isAsking: false, failed });
      });
    return () => abort.abort();
  }, [find, search]);
  return state;
}
