import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/**/*.test.ts", "packages/**/*.test.tsx", "stacks/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "packages/web/test/**"],
    globalSetup: ["packages/local/src/postgres/vitest.ts"],
    silent: "passed-only",
    // Both of the two cores that a small machine has: much of a test is waiting for a child of its own.
    maxWorkers: 2,
    // Who tests the looking says with what; the others need not wait for a browser.
    env: { CHROME_PATH: "" },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
