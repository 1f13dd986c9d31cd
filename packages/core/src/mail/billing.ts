import { and, asc, eq } from "drizzle-orm";
import { checkoutTable, invoiceTable } from "../billing/billing.sql.ts";
import { codeTable } from "../code/code.sql.ts";
import { Code } from "../code/index.ts";
import { mine } from "../db/columns.ts";
import { Db } from "../db/index.ts";
import { memberTable } from "../member/member.sql.ts";
import { Ports } from "../ports/index.ts";
import { Subscription } from "../subscription/index.ts";
import { addressees } from "./addressees.ts";
import type { Of, Written } from "./index.ts";
import type { Letter } from "./letters.ts";

const toBilling = () => ({ label: "Open billing", url: `${Ports.use().siteUrl}/app/billing` });

/** Work has stopped for the subscription's sake, or goes on. */
export async function writeAccess({ tenantId, isLost }: Of<"access_changed">): Promise<Written | undefined> {
  const { status } = await Subscription.rights(tenantId);
  const letter: Letter = isLost
    ? {
        subject: "Your runs are paused",
        paragraphs: [
          Subscription.inactive(status).message,
          "Runs that were going pause at their next step and lose nothing. They go on by themselves when the subscription is active again.",
        ],
        action: toBilling(),
      }
    : {
        subject: "Your runs go on",
        paragraphs: ["Your subscription is active again. What was paused for it goes on by itself."],
        action: toBilling(),
      };
  return { to: await addressees(tenantId, "payment_failed"), letter };
}

export async function writePaymentFailed({ tenantId, invoiceId }: Of<"payment_failed">): Promise<Written | undefined> {
  const [invoice] = await Db.use()
    .select()
    .from(invoiceTable)
    .where(mine(invoiceTable, { tenantId }, invoiceId));
  // Paid meanwhile: then there is nothing to say.
  if (invoice?.status !== "open") return undefined;
  const amount = `${(invoice.dueCents / 100).toFixed(2)} ${invoice.currency.toUpperCase()}`;
  return {
    to: await addressees(tenantId, "payment_failed"),
    letter: {
      subject: "A payment failed",
      paragraphs: [
        `The payment of invoice ${invoice.number ?? invoice.id} over ${amount} did not go through. It is tried again in the next days.`,
        "Update the payment method, so that your runs are not paused.",
      ],
      action: toBilling(),
    },
  };
}

/** The only place where the codes of a pack are said. */
export async function writePack({ tenantId, checkoutId }: Of<"pack_delivered">): Promise<Written | undefined> {
  const [bought] = await Db.use()
    .select({ email: memberTable.email, undoneAt: checkoutTable.undoneAt })
    .from(checkoutTable)
    .innerJoin(
      memberTable,
      and(eq(memberTable.tenantId, checkoutTable.tenantId), eq(memberTable.id, checkoutTable.memberId)),
    )
    .where(mine(checkoutTable, { tenantId }, checkoutId));
  if (!bought || bought.undoneAt) return undefined;
  const codes = await Db.use()
    .select({ id: codeTable.id })
    .from(codeTable)
    .where(and(eq(codeTable.tenantId, tenantId), eq(codeTable.packId, checkoutId)))
    .orderBy(asc(codeTable.id));
  return {
    to: [bought.email],
    letter: {
      subject: `Your ${codes.length} activation ${codes.length === 1 ? "code" : "codes"}`,
      paragraphs: ["Thank you. These are the codes you bought. They are said only here:"],
      list: codes.map(({ id }) => Code.ofPack(id)),
      action: { label: "Open activation codes", url: `${Ports.use().siteUrl}/app/codes` },
    },
  };
}
