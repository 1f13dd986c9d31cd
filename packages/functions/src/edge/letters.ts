import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import type { Ports } from "@q2o/core/ports";

export function openMail(from: string): Ports["mail"] {
  const client = new SESv2Client({});
  const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });
  return {
    send: async ({ to, subject, text, html }) => {
      const Simple = { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } };
      await client.send(
        new SendEmailCommand({ FromEmailAddress: from, Destination: { ToAddresses: [to] }, Content: { Simple } }),
      );
    },
  };
}
