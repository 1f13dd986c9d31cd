import { type ChildProcess, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { spawnGuarded, stopGuarded } from "../process/guard.ts";
import { until } from "../process/index.ts";
import { freePort } from "../process/port.ts";
import { type Account, chooseAccount, handOver } from "./account.ts";
import { findBinaries } from "./binaries.ts";
import { isReady, pidIn, stopLeftover } from "./leftover.ts";

export type ServerOptions = {
  /** Holds data, log and the remembered port. */
  folder: string;
  /** Of the superuser `postgres`; used when the data folder is first made. */
  password: string;
  /** False only where losing everything in a power cut is fine: tests. */
  durable: boolean;
};

export type Server = {
  host: "127.0.0.1";
  port: number;
  /** Of the postmaster. */
  pid: number;
  stop: () => Promise<void>;
  isUp: () => boolean;
};

/**
 * Starts PostgreSQL 18 on a loopback port that stays the same from start to start while it is free.
 *
 * @throws Error with the end of the server's log when it does not come up
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  mkdirSync(options.folder, { recursive: true });
  const account = chooseAccount({ binaries: findBinaries(), folder: options.folder });
  // Another user must pass through; what must stay secret in here has its own 0600.
  if (account.uid !== undefined) chmodSync(options.folder, 0o711);
  await stopLeftover(account.dataFolder);
  if (!existsSync(join(account.dataFolder, "q2o.initialised"))) initialise(account, options.password);
  handOver(account.dataFolder, account.owner);

  const note = join(options.folder, "port");
  let wanted = existsSync(note) ? Number.parseInt(readFileSync(note, "utf8"), 10) || undefined : undefined;
  const logFile = join(options.folder, "postgres.log");
  for (let tries = 1; ; tries++) {
    const port = await freePort(wanted);
    const child = launch(account, logFile, [...settings(options.durable), "-c", `port=${port}`]);
    const up = await until(() => isReady(account.dataFolder) || child.exitCode !== null, 60_000, 5);
    if (up && child.exitCode === null) {
      writeFileSync(note, `${port}\n`);
      return {
        host: "127.0.0.1",
        port,
        pid: pidIn(account.dataFolder) ?? 0,
        stop: () => stop(child),
        isUp: () => child.exitCode === null && child.signalCode === null,
      };
    }
    await stop(child);
    const log = readFileSync(logFile, "utf8");
    // Somebody took the port between our look and the server's bind.
    if (tries < 3 && log.includes("Address already in use")) wanted = undefined;
    else throw new Error(`PostgreSQL does not start:\n${log.slice(-2_000)}`);
  }
}

/** A folder half made by a killed start has no mark in it, so it is made again. */
function initialise(account: Account, password: string): void {
  rmSync(account.dataFolder, { recursive: true, force: true });
  mkdirSync(account.dataFolder, { recursive: true, mode: 0o700 });
  const passwordFile = join(dirname(account.dataFolder), `password.${process.pid}`);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  for (const path of [account.dataFolder, passwordFile])
    if (account.owner !== undefined) chownSync(path, account.owner, account.owner);
  const [command = "", ...args] = [
    ...account.prefix,
    join(account.binFolder, "initdb"),
    ...["-D", account.dataFolder, "-U", "postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256", "--no-sync"],
    ...["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"],
  ];
  const made = spawnSync(command, args, { ...as(account), encoding: "utf8", env: {} });
  rmSync(passwordFile, { force: true });
  if (made.status !== 0)
    throw new Error(`PostgreSQL's data folder cannot be made: ${made.error?.message ?? made.stderr.slice(-2_000)}`);
  const mark = join(account.dataFolder, "q2o.initialised");
  writeFileSync(mark, "");
  if (account.owner !== undefined) chownSync(mark, account.owner, account.owner);
}

const as = ({ uid }: Account) => (uid === undefined ? {} : { uid, gid: uid });

const settings = (durable: boolean) =>
  Object.entries({
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: durable ? 100 : 300,
    shared_buffers: durable ? "64MB" : "128MB",
    // One machine and few rows: helper processes cost more memory than they save time.
    io_method: "sync",
    max_parallel_workers: 0,
    max_logical_replication_workers: 0,
    wal_level: "minimal",
    max_wal_senders: 0,
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off", autovacuum: "off" }),
  }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);

function launch(account: Account, logFile: string, args: string[]): ChildProcess {
  const log = openSync(logFile, "w", 0o600);
  const child = spawnGuarded({
    command: [...account.prefix, join(account.binFolder, "postgres"), "-D", account.dataFolder, ...args],
    env: { PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin" },
    onOurEnd: "INT",
    output: log,
    ...(account.uid === undefined ? {} : { uid: account.uid }),
  });
  closeSync(log);
  child.unref();
  return child;
}

/** A fast shutdown: open transactions are rolled back, everything committed is on disk. */
async function stop(child: ChildProcess): Promise<void> {
  child.ref();
  await stopGuarded(child, "SIGINT", 20_000);
}
