import { findPooler, startPooler } from "./pooler.ts";
import { startTestCluster } from "./test-cluster.ts";

/** For vitest's `globalSetup`: one cluster for the whole run, which the product reaches through a pooler alone. */
export default async function setup(): Promise<() => Promise<void>> {
  const program = findPooler();
  if (!program) throw new Error("pgbouncer is not installed.");
  const cluster = await startTestCluster();
  const pooler = await startPooler(program, cluster.loginUrl);
  const shared = JSON.parse(process.env.Q2O_TEST_CLUSTER ?? "{}") as object;
  process.env.Q2O_TEST_CLUSTER = JSON.stringify({ ...shared, loginUrl: pooler.url(cluster.loginUrl) });
  return async () => {
    await pooler.stop();
    await cluster.stop();
  };
}
