import { startTestCluster } from "./test-cluster.ts";

/** For vitest's `globalSetup`: one cluster for the whole run, gone at its end. */
export default async function setup(): Promise<() => Promise<void>> {
  const cluster = await startTestCluster();
  return cluster.stop;
}
