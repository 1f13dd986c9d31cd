import { appendFileSync, readFileSync, statSync } from "node:fs";

/**
 * Dies at a named point without a word, as a lost machine would; nothing at all unless `CRASH_AT` says where its orders
 * are: a file with lines of a name and at which times that it is met, over all processes (`1` or `1,2,3`). For tests.
 */
export function crash(name: string): void {
  const orders = process.env.CRASH_AT;
  if (orders?.startsWith("/")) obey(orders, name);
}

function obey(orders: string, name: string): void {
  const wanted = readOr(orders)
    .split("\n")
    .map((line) => line.split(" "))
    .find(([each]) => each === name);
  if (!wanted) return;
  const met = `${orders}.${name}`;
  appendFileSync(met, ".");
  if (!wanted[1]?.split(",").includes(String(statSync(met).size))) return;
  // Two that meet it at the same moment may both be the second: who counts the dead must not count meetings.
  appendFileSync(`${met}.deaths`, ".");
  process.kill(process.pid, "SIGKILL");
}

function readOr(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
