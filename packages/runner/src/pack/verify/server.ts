/** Starts what answers HTTP with `npm start` on a port of its own, as `.env.example` sets it up, and waits for its health. */
export const server = String.raw`import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

const get = (base, path) => fetch(base + path, { signal: AbortSignal.timeout(10_000) });

async function tryOut(data) {
  const port = await freePort();
  const env = { ...process.env, ...example(), PORT: String(port), DATA_DIR: data };
  const server = spawn("npm", ["start"], { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  let isOver = false;
  server.stderr.on("data", (chunk) => { errors += chunk; });
  server.stdout.resume();
  server.once("exit", () => { isOver = true; });
  const stop = () => { try { process.kill(-server.pid, "SIGTERM"); } catch {} };
  for (const name of ["SIGTERM", "SIGINT"]) process.once(name, () => { stop(); process.exit(1); });
  try {
    const base = "http://127.0.0.1:" + port;
    await answers(base, () => isOver);
    await probe(base);
  } catch (error) {
    say("FAIL", "start", String(error.message ?? error) + (errors ? "\n" + errors.slice(-2000) : ""));
  } finally {
    stop();
  }
}

async function answers(base, isOver) {
  let health;
  for (let i = 0; i < 300 && !isOver() && health?.status !== 200; i++) {
    health = await get(base, "/health").catch(() => undefined);
    if (health?.status !== 200) await sleep(100);
  }
  if (health?.status !== 200) throw new Error(isOver() ? "npm start ended by itself" : "GET /health did not answer 200 within 30 s");
  say("PASS", "start", "npm start, GET /health answers 200");
}
`;
