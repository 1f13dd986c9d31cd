import { defineConfig } from "vitest/config";

/** Apart from the other tests: these need the whole product and a browser. */
export default defineConfig({
  test: {
    include: ["packages/web/test/**/*.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 240_000,
    fileParallelism: false,
  },
});
