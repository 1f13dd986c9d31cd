export * as Sandbox from "./index.ts";

import { chmod, chown, mkdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { chooseAccount, killAll } from "./account.ts";
import { type Limits, limits, type Result, type Running, start as startCommand } from "./exec.ts";
import { readTree, writeTree } from "./files.ts";
import { openNetwork } from "./network.ts";
import { type LockedPackage, seed } from "./packages.ts";
import { newPlace } from "./place.ts";
import { findToolchain } from "./toolchain.ts";

/** How to reach a port inside: what `http.request` takes. */
export type Address = { socketPath: string } | { host: string; port: number };

export type Options = {
  cwd?: string;
  env?: Readonly<Record<string, string>>;
  limits?: Partial<Limits>;
  signal?: AbortSignal;
  onOutput?: (stream: "stdout" | "stderr", chunk: Buffer) => void;
};

/**
 * A place where code that nobody trusts may run: its own user, folder, network and limits, and an environment with
 * nothing in it but what a program needs to find its tools.
 */
export type Sandbox = {
  /** The folder that `put` writes to and commands start in. */
  folder: string;
  /** Whether the network is cut off, and whether a user of its own runs the commands: said in the evidence. */
  isolation: { network: "isolated" | "open"; user: "own" | "same" };
  put(files: ReadonlyMap<string, string | Uint8Array>): Promise<void>;
  /** Fills the sandbox's package cache from another one that already holds these packages. */
  stock(packages: readonly LockedPackage[], cache: string): Promise<void>;
  start(command: string, args: readonly string[], options?: Options): Running;
  exec(command: string, args: readonly string[], options?: Options): Promise<Result>;
  get(paths: readonly string[]): Promise<Map<string, Buffer>>;
  /** A port that is free inside. */
  freePort(): Promise<number>;
  expose(port: number): Promise<Address>;
  /** Ends everything and removes the folder. */
  destroy(): Promise<void>;
};

/** Passes bytes between a socket in the file system and a port: a path crosses network namespaces, a port does not. */
const bridge = `
const net = require("node:net"), [, path, port] = process.argv;
net.createServer((outer) => {
  const inner = net.connect(Number(port), "127.0.0.1");
  outer.pipe(inner).pipe(outer);
  outer.on("error", () => inner.destroy());
  inner.on("error", () => outer.destroy());
}).listen(path, () => require("node:fs").chmodSync(path, 0o700) || console.log("ready"));
`;

/**
 * Opens a sandbox in memory where there is room, else under `work`, or under a temporary folder when the sandbox's user
 * could not enter that.
 *
 * @param room 0 for building, 1 for the clean room: another user, who cannot read the first one's files
 */
export async function open(work: string, room: 0 | 1 = 0): Promise<Sandbox> {
  const account = chooseAccount(room);
  const isOwn = account.kind === "own";
  const home = newPlace(work, isOwn);
  await chmod(home, 0o711);
  const folder = join(home, "app");
  const tools = join(home, "tools");
  const cache = join(home, "cache");
  const temporary = join(home, "tmp");
  const person = join(home, "home");
  await mkdir(tools, { mode: 0o755 });
  for (const at of [folder, cache, temporary, person]) {
    await mkdir(at, { mode: 0o700 });
    if (isOwn) await chown(at, account.uid, account.gid);
  }
  const toolchain = findToolchain(account, tools);
  const network = await openNetwork(account);
  const running = new Set<Running>();
  let sockets = 0;

  const environment = {
    PATH: toolchain.path,
    HOME: person,
    TMPDIR: temporary,
    // What Node has compiled once it need not compile again in the next process.
    NODE_COMPILE_CACHE: join(temporary, "compiled"),
    LANG: "C.UTF-8",
    TZ: "UTC",
    CI: "true",
    npm_config_cache: cache,
    npm_config_update_notifier: "false",
    npm_config_fund: "false",
    npm_config_audit: "false",
  };

  const sandbox: Sandbox = {
    folder,
    isolation: { network: network.kind, user: account.kind },
    put: (files) => writeTree(folder, files, account),
    async stock(packages, from) {
      await seed(packages, from, cache);
      // npm writes its logs and drafts here; the packages themselves stay ours, readable and no more.
      if (isOwn) for (const at of [cache, join(cache, "_cacache")]) await chown(at, account.uid, account.gid);
    },
    start(command, args, options = {}) {
      const made = startCommand({
        command,
        args,
        cwd: options.cwd ?? folder,
        env: { ...environment, ...options.env },
        account,
        network,
        limits: { ...limits, ...options.limits },
        ...(options.signal ? { signal: options.signal } : {}),
        ...(options.onOutput ? { onOutput: options.onOutput } : {}),
      });
      running.add(made);
      void made.done.then(() => running.delete(made));
      return made;
    },
    exec: (command, args, options) => sandbox.start(command, args, options).done,
    get: (paths) => readTree(folder, paths),
    freePort,
    async expose(port) {
      if (network.kind === "open") return { host: "127.0.0.1", port };
      const socketPath = join(temporary, `port-${port}-${sockets++}`);
      await new Promise<void>((resolve, reject) => {
        const onOutput = () => resolve();
        const made = sandbox.start("node", ["-e", bridge, socketPath, String(port)], {
          limits: { maxMs: 600_000 },
          onOutput,
        });
        void made.done.then((result) => reject(new Error(`The bridge to port ${port} ended: ${result.stderr}`)));
      });
      return { socketPath };
    },
    async destroy() {
      for (const one of running) one.stop();
      killAll(account);
      await Promise.all([...running].map((one) => one.done));
      network.close();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return sandbox;
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
