export * as Mail from "./index.ts";

import { and, asc, eq } from "drizzle-orm";
import { adminTable } from "../admin/admin.sql.ts";
import { log, verb } from "../base/index.ts";
import { codeTable } from "../code/code.sql.ts";
import { Code } from "../code/index.ts";
import { Db } from "../db/index.ts";
import { llmAlertTable } from "../llm/llm.sql.ts";
import type { NotificationKind } from "../member/member.schema.ts";
import { memberTable } from "../member/member.sql.ts";
import { Otp } from "../otp/index.ts";
import { otpTable } from "../otp/otp.sql.ts";
import { Outbox } from "../outbox/index.ts";
import { MailMessage } from "../outbox/outbox.schema.ts";
import { Ports } from "../ports/index.ts";
import { runTable } from "../run/run.sql.ts";
import { tenantTable } from "../tenant/tenant.sql.ts";
import { addressees } from "./addressees.ts";
import { writeAccess, writePack, writePaymentFailed } from "./billing.ts";
import { writeComment } from "./comment.ts";
import { type Letter, llmAlert, oneTimeCode, runEnded, toHtml, toText, welcome } from "./letters.ts";
import { writeAdminAdded, writeInvitation, writeTrialEnding } from "./people.ts";

export type Written = { to: string[]; letter: Letter };
export type Of<K extends MailMessage["kind"]> = Extract<MailMessage, { kind: K }>;

/** Writes what a message asks for and sends it, to each once; to nobody when nobody is concerned. */
export const deliver = verb({ as: ["platform"], input: MailMessage }, async (message) => {
  const written = await Db.tx(() => write(message));
  if (!written || written.to.length === 0) {
    log.info("mail.unneeded", { kind: message.kind });
    return;
  }
  const { subject } = written.letter;
  const content = { subject: oneLine(subject), text: toText(written.letter), html: toHtml(written.letter) };
  const { kind, outboxId } = message;
  const known = outboxId === undefined ? [] : await Outbox.deliveredTo(outboxId);
  const waiting = written.to.filter((to) => !known.includes(to));
  for (const to of waiting) {
    await Ports.use().mail.send({ to, ...content });
    if (outboxId !== undefined) await Outbox.markDelivered(outboxId, to);
  }
  log.info("mail.sent", { kind, count: waiting.length });
});

const writers: { [K in MailMessage["kind"]]: (message: Of<K>) => Promise<Written | undefined> } = {
  one_time_code: writeCode,
  welcome: writeWelcome,
  invitation: writeInvitation,
  admin_added: writeAdminAdded,
  trial_ending: writeTrialEnding,
  access_changed: writeAccess,
  payment_failed: writePaymentFailed,
  pack_delivered: writePack,
  llm_alert: writeAlert,
  run_ended: writeEnding,
  comment_added: writeComment,
};

const write = <K extends MailMessage["kind"]>(message: Of<K>): Promise<Written | undefined> =>
  (writers[message.kind as K] as (message: Of<K>) => Promise<Written | undefined>)(message);
/** Here, and not where codes are asked for, is decided whether there is somebody to write to. */
async function writeCode({ otpId }: Of<"one_time_code">): Promise<Written | undefined> {
  const [otp] = await Db.use().select().from(otpTable).where(eq(otpTable.id, otpId));
  if (!otp || otp.usedAt) return undefined;
  const { email, realm } = otp;
  const known = await (realm === "admin"
    ? Db.use().select({ email: adminTable.email }).from(adminTable).where(eq(adminTable.email, email)).limit(1)
    : Db.use().select({ email: memberTable.email }).from(memberTable).where(eq(memberTable.email, email)).limit(1));
  const isSignUp = otp.signUp !== null && known.length === 0;
  if (known.length === 0 && !isSignUp) return undefined;
  return {
    to: [email],
    letter: oneTimeCode({ code: Otp.digits(otp.id, email), isSignUp, minutes: Otp.lifeSeconds / 60 }),
  };
}

async function writeWelcome({ tenantId }: Of<"welcome">): Promise<Written | undefined> {
  const [tenant] = await Db.use().select().from(tenantTable).where(eq(tenantTable.id, tenantId));
  if (!tenant) return undefined;
  const starters = await Db.use()
    .select({ id: codeTable.id })
    .from(codeTable)
    .where(and(eq(codeTable.tenantId, tenantId), eq(codeTable.source, "starter")))
    .orderBy(asc(codeTable.id));
  const codes = starters.map(({ id }) => Code.starter(id));
  return { to: [tenant.email], letter: welcome({ name: tenant.name, codes, site: Ports.use().siteUrl }) };
}

/** To every admin, while nobody has dealt with it. */
async function writeAlert({ alertId }: Of<"llm_alert">): Promise<Written | undefined> {
  const [alert] = await Db.use().select().from(llmAlertTable).where(eq(llmAlertTable.id, alertId));
  if (!alert || alert.resolvedAt) return undefined;
  const admins = await Db.use().select({ email: adminTable.email }).from(adminTable);
  return {
    to: admins.map(({ email }) => email),
    letter: llmAlert({ message: alert.message, site: Ports.use().siteUrl }),
  };
}

const kindOf: Record<string, NotificationKind> = {
  completed: "run_completed",
  failed: "run_failed",
  paused: "run_paused",
};

async function writeEnding({ tenantId, runId, status }: Of<"run_ended">): Promise<Written | undefined> {
  const [run] = await Db.use()
    .select()
    .from(runTable)
    .where(and(eq(runTable.tenantId, tenantId), eq(runTable.id, runId)));
  if (status !== undefined && run?.status !== status) return undefined;
  const kind = run && kindOf[run.status];
  const letter =
    run &&
    runEnded({
      status: run.status,
      project: run.brief.name,
      message: run.errorMessage,
      url: `${Ports.use().siteUrl}/app/projects/${run.projectId}`,
    });
  return kind && letter && { to: await addressees(tenantId, kind), letter };
}

/** A name of somebody's project in a header stays one line. */
const oneLine = (subject: string) => subject.replace(/[\p{C}\s]+/gu, " ").slice(0, 150);
