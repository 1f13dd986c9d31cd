import type { Session } from "./shapes.ts";
import { store } from "./store.ts";

/** What the tenant may do now, as the session said last; undefined until it has. */
export const standing = store<Session["subscription"] | undefined>(undefined);

type Trouble = { tone: "warn" | "bad"; text: string };

const reasons: Readonly<Record<string, string>> = {
  trialing: "The trial has ended. Runs wait until a plan is chosen.",
  past_due: "The last payment failed. Runs wait until it is settled.",
  unpaid: "Invoices are unpaid. Runs wait until they are settled.",
  canceled: "The subscription has ended. Runs wait until a plan is chosen.",
  incomplete: "The first payment is not complete. Runs wait until it is.",
  incomplete_expired: "The first payment was never completed. Runs wait until a plan is chosen.",
  paused: "The subscription is paused. Runs wait until it is resumed.",
  suspended: "This workspace is suspended. Write to us to have it opened again.",
};

/** What everybody in the workspace should know about its subscription, wherever they are; nothing when all is well. */
export function troubleOf(subscription: Session["subscription"] | undefined): Trouble | undefined {
  if (subscription?.access === "grace")
    return { tone: "warn", text: "The last payment failed. What runs goes on for now; nothing new begins." };
  if (subscription?.access !== "none") return undefined;
  return {
    tone: "bad",
    text: reasons[subscription.status] ?? "The subscription is not active. Runs wait until it is.",
  };
}
