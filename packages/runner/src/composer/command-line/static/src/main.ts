import { existsSync, readFileSync } from "node:fs";
import { run } from "./cli/run.ts";
import { tool } from "./tool.ts";

if (existsSync(".env")) process.loadEnvFile();

// A reader that has seen enough, such as `head`, is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

process.exitCode = await run(tool, {
  words: process.argv.slice(2),
  env: process.env,
  input: () => readFileSync(0, "utf8"),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});
