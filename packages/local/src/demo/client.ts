import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";

const Problem = z.object({ code: z.string(), detail: z.string().optional(), errors: z.array(z.unknown()).optional() });
const Mails = z.object({ items: z.array(z.object({ text: z.string(), sentAt: z.string() })) });

/** The product's API as a signed-in browser sees it. */
export function openClient(site: string) {
  let cookie = "";

  const call = async <T extends z.ZodType>(
    shape: T,
    method: string,
    path: string,
    body?: object,
  ): Promise<z.output<T>> => {
    const answer = await fetch(`${site}${path}`, {
      method,
      redirect: "manual",
      headers: {
        accept: "application/json",
        origin: site,
        ...(cookie === "" ? {} : { cookie }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = answer.headers.getSetCookie().map((one) => one.split(";")[0] ?? "");
    if (set.length > 0) cookie = set.join("; ");
    const text = await answer.text();
    if (answer.ok) return shape.parse(text === "" ? undefined : JSON.parse(text));
    const problem = Problem.safeParse(tryJson(text)).data;
    throw new Error(
      `${method} ${path} answered ${answer.status}: ${problem?.detail ?? problem?.code ?? text.slice(0, 300)}`,
    );
  };

  const mails = async (email: string) =>
    Mails.parse(await (await fetch(`${site}/_local/mail?to=${encodeURIComponent(email)}`)).json()).items;

  return {
    call,

    /** Asks for a one-time code, reads it in the mail box and signs in with it. */
    signIn: async (email: string): Promise<void> => {
      const before = (await mails(email)).length;
      await call(z.unknown(), "POST", "/api/tenant/auth/otp", { email });
      for (let tries = 0; tries < 150; tries++) {
        const items = await mails(email);
        const code = items.length > before || before >= 100 ? /\b\d{6}\b/.exec(items[0]?.text ?? "")?.[0] : undefined;
        if (code !== undefined) {
          await call(z.unknown(), "POST", "/api/tenant/auth/session", { email, code });
          return;
        }
        await sleep(100);
      }
      throw new Error(`No one-time code came for ${email}.`);
    },
  };
}

export type Client = ReturnType<typeof openClient>;

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
