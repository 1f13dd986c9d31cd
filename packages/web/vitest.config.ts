import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** Apart from the other tests: these need the whole product, or the built portals, and a browser. */
export default defineConfig({
  test: {
    globalSetup: [join(import.meta.dirname, "../local/src/postgres/vitest.ts")],
    include: ["packages/web/test/**/*.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 240_000,
    fileParallelism: false,
  },
});
