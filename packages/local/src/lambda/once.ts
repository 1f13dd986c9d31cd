import { type HostOptions, startHost } from "./host.ts";

/**
 * Runs functions one after the other in a process of their own, with an environment that the others never see: the
 * owner's database address.
 *
 * @throws InvokeError when one fails; the reason is in the log file
 */
export async function runOnce(options: HostOptions, calls: [name: string, event: unknown][]): Promise<unknown[]> {
  const host = await startHost(options);
  try {
    const results: unknown[] = [];
    for (const [name, event] of calls) results.push(await host.invoke(name, event, 120_000));
    return results;
  } finally {
    await host.stop();
  }
}
