import { constants } from "node:fs";
import { chown, lstat, mkdir, open, realpath, rm } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import type { Account } from "./account.ts";
import { gatePath, gateTree, PathRefused, type TreeLimits, treeLimits } from "./path-gate.ts";

const executable = /\.sh$/;
const maxReadBytes = 20_000_000;

/**
 * Writes files under a folder that generated code may have changed, giving them to the account.
 *
 * @throws PathRefused when a path is none, or leads over a link
 */
export async function writeTree(
  root: string,
  files: ReadonlyMap<string, string | Uint8Array>,
  account: Account,
  most: TreeLimits = treeLimits,
): Promise<void> {
  const folders = new Set<string>();
  for (const [path, body] of gateTree(files, most)) {
    await makeFolders(root, path, account, folders);
    const at = join(root, path);
    // A file is replaced, never written through: what stands there may be a link.
    await rm(at, { force: true });
    const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW } = constants;
    const file = await open(at, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, executable.test(path) ? 0o755 : 0o644);
    try {
      await file.writeFile(body);
      if (account.kind === "own") await file.chown(account.uid, account.gid);
    } finally {
      await file.close();
    }
  }
}

async function makeFolders(root: string, path: string, account: Account, known: Set<string>) {
  const names = path.split("/").slice(0, -1);
  let at = root;
  for (const name of names) {
    at = join(at, name);
    if (known.has(at)) continue;
    const found = await lstat(at).catch(() => undefined);
    if (found && !found.isDirectory()) throw new PathRefused(`${path} leads over something that is not a folder.`);
    if (!found) {
      await mkdir(at, { mode: 0o755 });
      if (account.kind === "own") await chown(at, account.uid, account.gid);
    }
    known.add(at);
  }
}

/**
 * Reads files that generated code may have written.
 *
 * @returns only those that exist as plain files inside the folder
 * @throws PathRefused for a path that is none, a link, or a file above 20 MB
 */
export async function readTree(root: string, paths: readonly string[]): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const home = await realpath(root);
  for (const path of paths) {
    const at = join(root, gatePath(path));
    const folder = await realpath(dirname(at)).catch(() => undefined);
    if (folder === undefined) continue;
    if (folder !== home && !folder.startsWith(home + sep)) throw new PathRefused(`${path} leads out of its folder.`);
    // Non-blocking, so that a pipe put in a file's place cannot hold us.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const file = await open(at, flags).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw new PathRefused(`${path} is not a plain file.`, { cause: error });
    });
    if (!file) continue;
    try {
      const stat = await file.stat();
      if (!stat.isFile()) throw new PathRefused(`${path} is not a plain file.`);
      if (stat.size > maxReadBytes) throw new PathRefused(`${path} is larger than ${maxReadBytes} bytes.`);
      found.set(path, await file.readFile());
    } finally {
      await file.close();
    }
  }
  return found;
}
