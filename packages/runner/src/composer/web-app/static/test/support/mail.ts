import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import type { Client, Item } from "./client.ts";

/** A message as a mail server got it. */
export type Mail = { from: string; to: string; headers: string; subject: string; text: string };

/** A message as the application tells of it. */
export type Message = Item & { key: string; to: string; subject: string; text: string; status: string; tries: number };

/**
 * A little mail server that speaks as much SMTP as it takes, and keeps what it gets. With `isRefusing` it takes no
 * recipient. `settings` are those of an application that sends by it.
 */
export async function mailServer(port = 0) {
  const mails: Mail[] = [];
  const sockets = new Set<Socket>();
  const state = { isRefusing: false };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    converse(socket, mails, state);
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  const address = server.address() as AddressInfo;
  return {
    mails,
    port: address.port,
    settings: {
      SMTP_URL: `smtp://127.0.0.1:${address.port}`,
      MAIL_FROM: "The desk <desk@example.com>",
      OFFICE_EMAIL: "office@example.com",
    },
    refuse: (isRefusing: boolean) => {
      state.isRefusing = isRefusing;
    },
    /** What it got of a message. */
    got: ({ to, key }: Message) => mails.filter((mail) => mail.to === to && mail.headers.includes(`<${key}@`)),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function converse(socket: Socket, mails: Mail[], state: { isRefusing: boolean }): void {
  const say = (line: string) => socket.write(`${line}\r\n`);
  let heard = "";
  let letter: { from: string; to: string } = { from: "", to: "" };
  let isData = false;
  const obey = (line: string) => {
    const [, path = ""] = line.match(/<([^>]*)>/) ?? [];
    if (/^MAIL FROM:/i.test(line)) {
      letter = { from: path, to: "" };
      say("250 ok");
    } else if (/^RCPT TO:/i.test(line)) {
      letter.to = path;
      say(state.isRefusing ? "550 there is nobody of this name" : "250 ok");
    } else if (/^DATA$/i.test(line)) {
      isData = true;
      say("354 go on");
    } else if (/^QUIT$/i.test(line)) {
      say("221 bye");
      socket.end();
    } else say("250 ok");
  };
  say("220 mail.example.com ESMTP");
  socket.on("data", (chunk) => {
    heard += chunk.toString("latin1");
    for (;;) {
      const mark = isData ? "\r\n.\r\n" : "\r\n";
      const at = heard.indexOf(mark);
      if (at < 0) return;
      const part = heard.slice(0, at);
      heard = heard.slice(at + mark.length);
      if (isData) {
        mails.push(opened(part, letter));
        isData = false;
        say("250 taken");
      } else obey(part);
    }
  });
}

/** A message out of its envelope, its words decoded. */
function opened(data: string, { from, to }: { from: string; to: string }): Mail {
  const [head = "", ...rest] = data.replace(/\r\n\.\./g, "\r\n.").split("\r\n\r\n");
  const headers = head.replace(/\r\n[ \t]+/g, " ");
  const body = rest.join("\r\n\r\n");
  const encoding = headers.match(/^Content-Transfer-Encoding: (.+)$/im)?.[1]?.toLowerCase();
  const bytes =
    encoding === "base64"
      ? Buffer.from(body, "base64")
      : Buffer.from(encoding === "quoted-printable" ? unquoted(body) : body, "latin1");
  const subject = (headers.match(/^Subject: (.*)$/im)?.[1] ?? "").replace(/(\?=) (?==\?)/g, "$1");
  return {
    from,
    to,
    headers,
    subject: subject.replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      /b/i.test(kind)
        ? Buffer.from(word, "base64").toString()
        : Buffer.from(unquoted(word.replaceAll("_", " ")), "latin1").toString(),
    ),
    text: bytes.toString().replaceAll("\r\n", "\n"),
  };
}

const unquoted = (text: string): string =>
  text
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** What was written of a record by a notification, once `isReady` holds of all of it. */
export async function written(
  reader: Client,
  path: string,
  notification: string,
  id: number,
  isReady: (message: Message) => boolean = ({ status }) => status !== "waiting",
): Promise<Message[]> {
  for (const until = Date.now() + 20_000; ; ) {
    const { body } = await reader.get(`${path}?pageSize=100`);
    const own = (body.items as Message[]).filter((each) => {
      const about = each.about as { id: number };
      return each.notification === notification && about.id === id;
    });
    if (own.every(isReady)) return own;
    if (Date.now() > until) throw new Error(`Not ready after 20 s: ${JSON.stringify(own)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
