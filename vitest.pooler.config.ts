import { defineConfig } from "vitest/config";

/** The API's tests once more, through a pooler in transaction mode, because that is what Neon puts in between. */
export default defineConfig({
  test: {
    include: ["packages/functions/test/*.test.ts"],
    // What does not touch the database, or asks the same of it a thousand times over.
    exclude: ["packages/functions/test/{openapi,fuzz,input,matrix}.test.ts"],
    globalSetup: ["packages/local/src/postgres/vitest-pooler.ts"],
    silent: "passed-only",
    // Both of the two cores that a small machine has: much of a test is waiting for a child of its own.
    maxWorkers: 2,
    // Who tests the looking says with what; the others need not wait for a browser.
    env: { CHROME_PATH: "" },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
