import { Refused } from "./api.ts";
import { type Store, store } from "./store.ts";

type More = {
  /** Of the refusal, for support. */
  requestId?: string | undefined;
  /** Takes back what happened. */
  undo?: (() => Promise<void>) | undefined;
};
export type Toast = More & { id: number; tone: "good" | "bad"; text: string };

export const toasts: Store<readonly Toast[]> = store<readonly Toast[]>([]);

let latest = 0;

/** Says in the page's live region what happened. Bad news stays until it is dismissed, good news six seconds, and fifteen where it can be undone. */
export function say(text: string, tone: Toast["tone"] = "good", more: More = {}): void {
  const id = ++latest;
  toasts.set([...toasts.get().slice(-2), { id, tone, text, ...more }]);
  if (tone === "good") setTimeout(() => dismiss(id), more.undo ? 15_000 : 6_000);
}

export const sayError = (error: Error): void =>
  say(error.message, "bad", { requestId: error instanceof Refused ? error.requestId : undefined });

export const dismiss = (id: number): void => toasts.set(toasts.get().filter((toast) => toast.id !== id));
