import { integration } from "../../src/integration.ts";
import { startDemo } from "./demo.ts";

// `npm run demo`: the service between stand-ins for its systems, whatever is configured.
const running = await startDemo(integration, process.env);
console.log(`Open ${running.url}. Ctrl-C ends it.`);
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.once(signal, async () => {
    await running.stop();
    process.exit(0);
  });
