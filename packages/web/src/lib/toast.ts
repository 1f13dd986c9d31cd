import { Refused } from "./api.ts";
import { type Store, store } from "./store.ts";

export type Toast = { id: number; tone: "good" | "bad"; text: string; requestId?: string };

export const toasts: Store<readonly Toast[]> = store<readonly Toast[]>([]);

let latest = 0;

/** Says in the page's live region what happened. Bad news stays until it is dismissed, good news six seconds. */
export function say(text: string, tone: Toast["tone"] = "good", requestId?: string): void {
  const id = ++latest;
  toasts.set([...toasts.get().slice(-2), { id, tone, text, ...(requestId ? { requestId } : {}) }]);
  if (tone === "good") setTimeout(() => dismiss(id), 6_000);
}

export const sayError = (error: Error): void =>
  say(error.message, "bad", error instanceof Refused ? error.requestId : undefined);

export const dismiss = (id: number): void => toasts.set(toasts.get().filter((toast) => toast.id !== id));
