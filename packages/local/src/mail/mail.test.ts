import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Service } from "../http/index.ts";
import { type Mailbox, openMailbox, start } from "./index.ts";

describe("mail", () => {
  const folder = mkdtempSync(join(tmpdir(), "q2o-mail-"));
  let mailbox: Mailbox;
  let service: Service;
  const client = (accessKeyId = "AK") =>
    new SESv2Client({ region: "us-east-1", endpoint: service.url, credentials: { accessKeyId, secretAccessKey: "s" } });
  const mail = (to: string, subject: string) =>
    new SendEmailCommand({
      FromEmailAddress: "Q2O <no-reply@q2o.test>",
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: "t" }, Html: { Data: "<p>h</p>" } } } },
    });

  beforeAll(async () => {
    mailbox = openMailbox(folder);
    service = await start(mailbox, { accessKeyId: "AK", now: () => new Date("2026-01-02T03:04:05Z") });
  });
  afterAll(async () => {
    await service.stop();
    mailbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("keeps what SES was given, newest first, by address", async () => {
    const { MessageId } = await client().send(mail("Ann <ann@x.test>", "first"));
    await client().send(mail("ANN@x.test", "second"));
    await client().send(mail("bob@x.test", "other"));
    expect(MessageId).toMatch(/^[0-9a-f-]{36}$/);
    expect(mailbox.list("ann@x.test").map((one) => one.subject)).toEqual(["second", "first"]);
    expect(mailbox.list("ann@x.test").at(-1)).toEqual({
      to: "ann@x.test",
      subject: "first",
      text: "t",
      html: "<p>h</p>",
      sentAt: "2026-01-02T03:04:05.000Z",
    });
    expect(mailbox.list()).toHaveLength(3);
  });

  it("refuses strangers and addresses that are none", async () => {
    await expect(client("OTHER").send(mail("ann@x.test", "x"))).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
    await expect(client().send(mail("nobody", "x"))).rejects.toMatchObject({ name: "BadRequestException" });
    expect(mailbox.list("nobody")).toEqual([]);
  });
});
