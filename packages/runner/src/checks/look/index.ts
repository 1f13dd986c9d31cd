import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { isReachable } from "../../sandbox/account.ts";
import { findCommand } from "../../sandbox/toolchain.ts";
import { type Bench, short } from "../check.ts";
import { lookScript } from "./script.ts";
import { Shown } from "./shown.ts";

/** What a browser saw of the running software, for people to look at, and what bars people from it. */
export type Looked = { pictures: Picture[]; bars: string[]; said: string };

type Picture = Shown & { bytes: Uint8Array<ArrayBuffer> };

const Line = z.union([
  z.object({ picture: Shown }),
  z.object({ bar: z.object({ id: z.string(), help: z.string(), at: z.string(), path: z.string() }) }),
  z.object({ end: z.literal(true) }),
]);

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const maxMs = 60_000;
/** A browser sets aside far more address space than it ever uses; with less its pages never open. */
const maxMemoryBytes = 64_000_000_000;
const maxPictureBytes = 1_000_000;

/** The browser of this machine: the one that `CHROME_PATH` names, none when that is empty, else a Chromium in PATH. */
export function findBrowser(environment = process.env): string | undefined {
  if (environment.CHROME_PATH !== undefined) return environment.CHROME_PATH || undefined;
  return names.map((name) => findCommand(name, environment.PATH)).find((path) => path !== undefined);
}

export const notLooked = (said: string): Looked => ({ pictures: [], bars: [], said });

/**
 * Visits what runs at a port of the sandbox. A browser that is not there, or does not do its work, says nothing of the
 * software: then there are no pictures, and the words for it.
 *
 * @param who an account of the software to sign in with, where it asks for one
 */
export async function look(
  { box, signal }: Bench,
  port: number,
  who: { email: string; password: string } | undefined,
  browser = findBrowser(),
): Promise<Looked> {
  if (browser === undefined) return notLooked("No browser here, no pictures");
  if (box.isolation.user === "own" && !isReachable(browser)) return notLooked("No browser here, no pictures");
  // Half a megabyte that nobody reads where there is no browser.
  const { default: axe } = await import("axe-core");
  const script = "evidence/look.mjs";
  await box.put(
    new Map([
      [script, lookScript],
      ["evidence/axe.js", axe.source],
    ]),
  );
  const args = [`${box.folder}/${script}`, browser, `http://127.0.0.1:${port}`, `${box.folder}/evidence`];
  const result = await Promise.race([
    box.exec("node", [...args, who?.email ?? "", who?.password ?? ""], { limits: { maxMs, maxMemoryBytes }, signal }),
    sleep(maxMs + 5_000, undefined, { ref: false }),
  ]);
  const lines = (result?.stdout ?? "").split("\n").flatMap(readLine);
  const shown = lines.flatMap((line) => ("picture" in line ? [line.picture] : []));
  const fileOf = ({ page, screen }: (typeof shown)[number]) => `evidence/${page}-${screen}.webp`;
  const files = await box.get(shown.map(fileOf));
  const pictures = shown.flatMap((each) => {
    const bytes = files.get(fileOf(each));
    return bytes && bytes.length > 0 && bytes.length <= maxPictureBytes
      ? [{ ...each, bytes: new Uint8Array(bytes) }]
      : [];
  });
  const bars = lines.flatMap((line) =>
    "bar" in line ? [`${line.bar.path}: ${line.bar.help} (axe ${line.bar.id} at ${short(line.bar.at, 80)})`] : [],
  );
  const isWhole = lines.some((line) => "end" in line);
  const seen = new Set(pictures.map(({ page }) => page)).size;
  const said = isWhole
    ? `${seen === 1 ? "one page" : `${seen} pages`} looked at in a browser, wide and 360 px`
    : `The browser here did not do its work (${short(result?.stderr ?? "it did not end", 160)})`;
  return { pictures, bars, said };
}

function readLine(text: string): z.infer<typeof Line>[] {
  try {
    return [Line.parse(JSON.parse(text))];
  } catch {
    return [];
  }
}

/** Whom the software's own words let in: the first account of its README, with the password of its settings. */
export function accountOf({ files }: Bench): { email: string; password: string } | undefined {
  const email = files.get("README.md")?.match(/^\| `([^`\s]+@[^`\s]+)` \|/m)?.[1];
  const password = files.get(".env.example")?.match(/^DEMO_PASSWORD=(\S+)$/m)?.[1];
  return email && password ? { email, password } : undefined;
}
