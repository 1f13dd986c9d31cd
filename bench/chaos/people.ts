import { setTimeout as sleep } from "node:timers/promises";
import type { Stack } from "./stack.ts";

type Answer = { status: number; body: Record<string, unknown> };

/** Somebody at a browser, who presses again when nothing came of it. */
export async function openPerson(stack: Stack) {
  let cookie = "";
  const ask = async (method: string, path: string, body?: object): Promise<Answer> => {
    const answer = await fetch(`${stack.url}/api/tenant/${path}`, {
      method,
      redirect: "manual",
      headers: {
        ...{ accept: "application/json", origin: stack.url, cookie },
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = answer.headers.getSetCookie().map((one) => one.split(";")[0] ?? "");
    if (set.length > 0) cookie = set.join("; ");
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>) };
  };
  /** Until it is answered by the product itself, whatever died meanwhile. */
  const insist = async (method: string, path: string, body?: object): Promise<Answer> => {
    for (let tries = 0; ; tries++) {
      const answer = await ask(method, path, body).catch(() => undefined);
      if (answer && answer.status < 500) return answer;
      if (tries > 100) throw new Error(`${method} ${path} is never answered.`);
      await sleep(100);
    }
  };

  const email = "owner@example.com";
  await insist("POST", "auth/otp", { email });
  const codeOf = () => /\b\d{6}\b/.exec(stack.mailbox.list(email)[0]?.text ?? "")?.[0];
  while (codeOf() === undefined) await sleep(50);
  await insist("POST", "auth/session", { email, code: codeOf() });

  return {
    /** A project that may be run. */
    project: async (): Promise<string> => {
      const brief = { name: "Notes", description: "Short notes.", objectives: "Keep short notes." };
      const { body } = await insist("POST", "projects", brief);
      const made = await insist("POST", "activation-codes/generate", { count: 1 });
      const [code] = made.body.codes as { id: string }[];
      await insist("POST", `projects/${String(body.id)}/assign-activation-code`, { codeId: code?.id });
      return String(body.id);
    },
    /** RUN, pressed again after no answer; there is one run whatever was lost. */
    run: async (projectId: string): Promise<string> => {
      const first = await insist("POST", `projects/${projectId}/run`, {});
      if (first.status === 202) return String(first.body.id);
      const { body } = await insist("GET", `projects/${projectId}/runs`);
      const [newest] = body.items as { id: string }[];
      if (!newest) throw new Error(`RUN was refused: ${JSON.stringify(first)}`);
      return newest.id;
    },
    wish: (runId: string, what: "pause" | "resume" | "cancel") => insist("POST", `runs/${runId}/${what}`, {}),
    read: async (runId: string) => (await insist("GET", `runs/${runId}`)).body as { status: string },
    download: async (projectId: string) =>
      (await insist("GET", `projects/${projectId}/download`)).body as { url: string; sha256: string },
  };
}
export type Person = Awaited<ReturnType<typeof openPerson>>;
