import { join } from "node:path";
import type { Packages } from "./dependencies.ts";

/** A cache that tests and benchmarks keep between runs, so that the registry is asked once. */
export const testPackages: Packages = {
  cache: process.env.Q2O_PACKAGE_CACHE ?? join(import.meta.dirname, "../../../../node_modules/.cache/q2o-packages"),
  registry: process.env.Q2O_PACKAGE_REGISTRY ?? "https://registry.npmjs.org/",
};
