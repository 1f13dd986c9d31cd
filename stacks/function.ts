import { rmSync } from "node:fs";
import { join } from "node:path";
import { Duration } from "aws-cdk-lib";
import {
  Architecture,
  Code,
  type FunctionProps,
  Function as Lambda,
  LoggingFormat,
  Runtime,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { buildSync } from "esbuild";
import { bundles, esbuildOptions, type FunctionName } from "../packages/functions/bundles.ts";
import { root } from "./root.ts";

const built = new Map<FunctionName, string>();

type Options = { environment: Record<string, string>; seconds: number; megabytes?: number; concurrency?: number };

/** A function of the product, bundled as on one machine. Its environment holds what it reads and nothing else. */
export function lambda(scope: Construct, id: string, name: FunctionName, options: Options): Lambda {
  const props: FunctionProps = {
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: "index.handler",
    code: Code.fromAsset(bundle(name)),
    timeout: Duration.seconds(options.seconds),
    memorySize: options.megabytes ?? 512,
    environment: { ...options.environment, NODE_OPTIONS: "--enable-source-maps" },
    loggingFormat: LoggingFormat.TEXT, // Ours are JSON lines already.
    logGroup: new LogGroup(scope, `${id}Logs`, { retention: RetentionDays.ONE_MONTH }),
    ...(options.concurrency === undefined ? {} : { reservedConcurrentExecutions: options.concurrency }),
  };
  return new Lambda(scope, id, props);
}

/** Once per process: several stages share what is the same for all. */
function bundle(name: FunctionName): string {
  const known = built.get(name);
  if (known) return known;
  const found = bundles.find((each) => each.name === name);
  if (!found) throw new Error(`No function is called ${name}.`);
  const folder = join(root, "dist/functions", name);
  rmSync(folder, { recursive: true, force: true });
  buildSync({
    ...esbuildOptions,
    entryPoints: [{ in: join(root, "packages/functions", found.entry), out: "index" }],
    outdir: folder,
    logLevel: "error",
  });
  built.set(name, folder);
  return folder;
}
