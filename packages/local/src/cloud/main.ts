import type { Builds } from "../build/index.ts";
import { type Cloud, readSettings, StartError, start } from "./index.ts";

/**
 * The start program: everything up, one line when it is ready, everything down when asked, once, however often.
 */
export async function main(root: string, builds: Builds): Promise<void> {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  // Whoever reads our output may go away; that is no reason to stop.
  process.stdout.on("error", () => undefined);
  process.stderr.on("error", () => undefined);

  let cloud: Cloud | undefined;
  let stopping: Promise<void> | undefined;
  let starting: Promise<Cloud> | undefined;
  const stop = (code: number) => {
    stopping ??= (async () => {
      if (starting) say("Stopping");
      await (cloud ?? (await starting?.catch(() => undefined)))?.stop();
      process.exit(code);
    })();
  };
  // npm passes a signal on that the terminal has already given us, so a second one means nothing.
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => stop(0));
  // The bootstrap that started us is gone without a word.
  process.on("disconnect", () => stop(0));
  process.on("uncaughtException", (error) => {
    console.error(error);
    stop(1);
  });

  try {
    const settings = readSettings(process.env, root);
    starting = start(settings, builds, (line) => say(`  ${line}`));
    cloud = await starting;
    if (stopping) return;
    for (const line of welcome(cloud.url, settings.seed)) say(line);
  } catch (error) {
    console.error(error instanceof StartError ? error.message : error);
    process.exit(1);
  }
}

function welcome(url: string, seed: "demo" | "none"): string[] {
  const people =
    seed === "demo"
      ? [
          `  Tenant   ${url}/app/      owner@example.com (Pro) or trial@example.com (trialing)`,
          `  Client   ${url}/client/   an activation code alone`,
          `  Admin    ${url}/admin/    admin@example.com`,
        ]
      : [`  Admin    ${url}/admin/    admin@example.com`];
  return [
    "",
    ...people,
    `  Sign in with the address; the one-time code is in the mail box: ${url}/_local/mail?to=ADDRESS`,
    "",
    `ready ${url}`,
  ];
}
