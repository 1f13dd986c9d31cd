import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import type { Account } from "./account.ts";
import { findCommand } from "./toolchain.ts";

/**
 * Where the sandbox's processes are on the network. `isolated`: in a namespace with nothing but its own loopback.
 * `open`: as we are, because the system allows no namespace (Fargate gives no CAP_SYS_ADMIN).
 */
export type Network = { kind: "isolated"; enter: string[]; close(): void } | { kind: "open"; close(): void };

const open: Network = { kind: "open", close: () => undefined };

const make = {
  /** Root makes the namespace and enters it, then becomes the account. */
  root: ["unshare", "--net", "--"],
  /** Anybody else makes it in a user namespace where they keep their own name. */
  user: ["unshare", "--user", "--map-current-user", "--keep-caps", "--net", "--"],
};

/** Tells that loopback is up, then stays until our end of the pipe closes, however we end. */
const keeper = "ip link set lo up && echo ready && read -r _";

const waysTried = new Map<boolean, "root" | "user" | undefined>();

/** How this machine makes a network namespace, found by trying once; undefined when it does not. */
function wayOf(isRoot: boolean): "root" | "user" | undefined {
  const needed = ["ip", "unshare", "nsenter", "setpriv"];
  if (process.platform !== "linux" || !needed.every((name) => findCommand(name))) return undefined;
  if (waysTried.has(isRoot)) return waysTried.get(isRoot);
  const way = isRoot ? "root" : "user";
  const [command = "", ...args] = make[way];
  const tried = spawnSync(command, [...args, "ip", "link", "set", "lo", "up"], { stdio: "ignore", timeout: 5_000 });
  waysTried.set(isRoot, tried.status === 0 ? way : undefined);
  return waysTried.get(isRoot);
}

/** A namespace with a loopback of its own, or the open network where that is not to be had. */
export async function openNetwork(account: Account): Promise<Network> {
  const way = wayOf(account.kind === "own");
  if (!way) return open;
  const [command = "", ...args] = make[way];
  const child = spawn(command, [...args, "sh", "-c", keeper], { stdio: ["pipe", "pipe", "ignore"] });
  if (!(await isReady(child))) {
    child.kill("SIGKILL");
    return open;
  }
  const user = way === "user" ? ["--user", "--preserve-credentials"] : [];
  return {
    kind: "isolated",
    enter: ["nsenter", "--target", String(child.pid), "--net", ...user, "--"],
    close: () => void child.kill("SIGKILL"),
  };
}

const isReady = (child: ChildProcess) =>
  new Promise<boolean>((resolve) => {
    child.once("error", () => resolve(false));
    child.once("exit", () => resolve(false));
    child.stdout?.once("data", () => resolve(true));
  });
