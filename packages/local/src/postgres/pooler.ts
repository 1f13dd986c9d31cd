import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { spawnGuarded, stopGuarded } from "../process/guard.ts";
import { until } from "../process/index.ts";
import { freePort } from "../process/port.ts";

/** The user called nobody on every system we know; pgbouncer refuses to run as root. */
const nobody = 65_534;

export type Pooler = { url: (of: string) => string; stop: () => Promise<void> };

/** Where pgbouncer is on this machine, if it is. */
export const findPooler = (): string | undefined =>
  [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"]
    .map((folder) => join(folder, "pgbouncer"))
    .find((file) => existsSync(file));

/**
 * What Neon puts in front of a database: connections are shared, and change hands with every transaction.
 *
 * @param database address of any database of the server, with the login that all clients come with
 */
export async function startPooler(program: string, database: string): Promise<Pooler> {
  const { hostname, port: serverPort, username, password } = new URL(database);
  const folder = mkdtempSync(join(tmpdir(), "q2o-pooler-"));
  const port = await freePort();
  const isRoot = process.getuid?.() === 0;
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    if (isRoot) chownSync(path, nobody, nobody);
    return path;
  };
  const users = file("users.txt", `"${username}" "${decodeURIComponent(password)}"\n`);
  const config = file(
    "pgbouncer.ini",
    [
      "[databases]",
      `* = host=${hostname} port=${serverPort}`,
      "[pgbouncer]",
      "listen_addr = 127.0.0.1",
      `listen_port = ${port}`,
      "unix_socket_dir =",
      "auth_type = scram-sha-256",
      `auth_file = ${users}`,
      "pool_mode = transaction",
      "max_client_conn = 500",
      // Fewer than those who ask, so that they really share.
      "default_pool_size = 12",
      "ignore_startup_parameters = extra_float_digits,options",
      "",
    ].join("\n"),
  );
  if (isRoot) chownSync(folder, nobody, nobody);
  chmodSync(folder, 0o700);
  const child = spawnGuarded({
    command: [program, "-q", config],
    env: { PATH: "/usr/bin:/bin:/usr/sbin" },
    onOurEnd: "INT",
    output: "inherit",
    ...(isRoot ? { uid: nobody } : {}),
  });
  child.unref();
  const isUp = await until(() => answers(port), 10_000);
  if (!isUp) throw new Error("pgbouncer does not start.");
  return {
    url: (of) => {
      const changed = new URL(of);
      changed.port = String(port);
      // The oldest that systems still bring (1.18) keeps nothing that was prepared.
      changed.searchParams.set("pgbouncer", "true");
      return changed.href;
    },
    stop: async () => {
      child.ref();
      await stopGuarded(child, "SIGINT", 5_000);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
