import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "./fingerprint.ts";

const lockPath = "packages/runner/src/composer/web-app/static/package-lock.json";

/**
 * Fills npm's cache with the packages of the project template, as the runner's image has them, so that a run needs no
 * network. Without a network it stays as it is, and a run says what it misses.
 *
 * @returns the cache's folder
 */
export async function fillPackageCache(root: string, cache: string, tell: (line: string) => void): Promise<string> {
  const folder = join(cache, "packages");
  const note = join(cache, "packages.filled");
  const word = fingerprint(root, [lockPath]);
  const isFilled = existsSync(folder) && existsSync(note) && readFileSync(note, "utf8") === word;
  if (isFilled || !existsSync(join(root, lockPath))) return folder;

  tell("Fetching the packages of the project template");
  const project = mkdtempSync(join(cache, "template-"));
  cpSync(join(root, lockPath), join(project, "package-lock.json"));
  const lock = JSON.parse(readFileSync(join(root, lockPath), "utf8")) as { packages: Record<string, object> };
  // Of its own package a lock file repeats what the manifest says.
  writeFileSync(join(project, "package.json"), JSON.stringify(lock.packages[""]));
  const isDone = await npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--cache", folder], project);
  rmSync(project, { recursive: true, force: true });
  if (isDone) writeFileSync(note, word);
  else tell("The packages of the project template could not be fetched; runs will say what they miss");
  return folder;
}

const npm = (args: string[], cwd: string): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn("npm", args, { cwd, stdio: "ignore" });
    child.once("close", (code) => resolve(code === 0)).once("error", () => resolve(false));
  });
