import { accessSync, constants, copyFileSync, cpSync, linkSync, mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { type Account, isReachable } from "./account.ts";

/** What children find in PATH: our own node first, then npm, then the system's. */
export type Toolchain = { node: string; path: string };

/**
 * Finds node (the one that runs us) and npm (the first in PATH), where the account can execute them.
 *
 * A clone under a home that nobody else may enter hides both from the sandbox's user: then they are linked or copied
 * into `folder`, once.
 *
 * @throws Error when there is no npm in PATH
 */
export function findToolchain(account: Account, folder: string, searched = process.env.PATH ?? ""): Toolchain {
  const npm = realpathSync(findCommand("npm", searched) ?? missing("npm"));
  const npmRoot = dirname(dirname(npm));
  const system = ["/usr/local/bin", "/usr/bin", "/bin"];
  const isHidden = account.kind === "own" && !(isReachable(process.execPath) && isReachable(npm));

  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true, mode: 0o755 });
  const node = isHidden ? place(process.execPath, join(bin, "node")) : process.execPath;
  const home = isHidden ? join(folder, "npm") : npmRoot;
  if (isHidden) cpSync(npmRoot, home, { recursive: true, verbatimSymlinks: true });
  else symlinkSync(process.execPath, join(bin, "node"));
  symlinkSync(join(home, "bin", "npm-cli.js"), join(bin, "npm"));
  symlinkSync(join(home, "bin", "npx-cli.js"), join(bin, "npx"));
  return { node, path: [bin, ...system].join(delimiter) };
}

/** The first executable file of that name in a PATH. */
export function findCommand(name: string, searched = process.env.PATH ?? ""): string | undefined {
  for (const folder of searched.split(delimiter)) {
    const candidate = join(folder || ".", name);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {}
  }
  return undefined;
}

function place(from: string, to: string): string {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
  }
  return to;
}

function missing(name: string): never {
  throw new Error(`There is no ${name} in PATH.`);
}
