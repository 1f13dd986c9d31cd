import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Binaries } from "./binaries.ts";

/** The user called nobody on every system we know. */
const nobody = 65_534;

/** As whom PostgreSQL runs and where its files are: it refuses to run as root. */
export type Account = {
  /** Put before every command, for instance `unshare`. */
  prefix: string[];
  /** Given to spawn; undefined: as we are. */
  uid: number | undefined;
  /** Who must own the files; undefined: whoever does. */
  owner: number | undefined;
  dataFolder: string;
  binFolder: string;
};

type Place = { binaries: Binaries; folder: string };

/**
 * Chooses an account in which PostgreSQL can run and read its files.
 *
 * Not root: as ourselves. Root: as nobody, if nobody can reach the files. Else (a clone under /root) in a user
 * namespace where root looks like nobody; and where namespaces are forbidden, with binaries and data under
 * /var/lib/q2o, named by an id kept in `folder`, so that deleting `folder` still begins anew.
 */
export function chooseAccount(place: Place, can = { isRoot: process.getuid?.() === 0, unshare: canUnshare }): Account {
  const here = { dataFolder: join(place.folder, "data"), binFolder: join(place.binaries.folder, "bin") };
  if (!can.isRoot) return { prefix: [], uid: undefined, owner: undefined, ...here };
  if (isReachable(dirname(place.folder)) && isReachable(here.binFolder))
    return { prefix: [], uid: nobody, owner: nobody, ...here };
  if (can.unshare()) return { prefix: namespace, uid: undefined, owner: 0, ...here };
  return { prefix: [], uid: nobody, owner: nobody, ...moveAway(place) };
}

const namespace = ["unshare", "--user", `--map-user=${nobody}`, `--map-group=${nobody}`, "--"];

const canUnshare = () =>
  spawnSync(namespace[0] ?? "", [...namespace.slice(1), "true"], { stdio: "ignore" }).status === 0;

/** Whether a stranger may pass through this folder and every one above it. */
function isReachable(path: string): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    const stat = statSync(at, { throwIfNoEntry: false });
    if (stat && (stat.mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

function moveAway({ binaries, folder }: Place, root = "/var/lib/q2o") {
  mkdirSync(root, { recursive: true, mode: 0o755 });
  const copy = join(root, `postgres-${binaries.version}`);
  if (!existsSync(copy)) {
    const draft = `${copy}.${process.pid}`;
    cpSync(binaries.folder, draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, copy);
  }
  const note = join(folder, "elsewhere");
  if (!existsSync(note)) writeFileSync(note, `${randomUUID()}\n`);
  const away = join(root, readFileSync(note, "utf8").trim());
  mkdirSync(away, { recursive: true, mode: 0o755 });
  return { dataFolder: join(away, "data"), binFolder: join(copy, "bin") };
}

/** Gives a folder and all in it to `owner`, unless it already is theirs. */
export function handOver(folder: string, owner: number | undefined): void {
  if (owner === undefined || lstatSync(folder).uid === owner) return;
  // The folder itself last: if we die half-way, the next start sees the old owner and does it again.
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) handOver(path, owner);
    else chownSync(path, owner, owner);
  }
  chownSync(folder, owner, owner);
  chmodSync(folder, 0o700);
}
