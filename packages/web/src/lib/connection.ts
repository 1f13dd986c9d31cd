import { type Store, store } from "./store.ts";

/** Whether the last request got an answer. Every page says so when it is lost, and again when it is back. */
export const connection: Store<"ok" | "lost"> = store<"ok" | "lost">("ok");
