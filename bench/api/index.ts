// The figures that the API is held to: `npm run bench:api`, or `npm run bench:api -- NAME...` for some of them. They are
// made in a PostgreSQL of their own that forgets everything, or with Q2O_BENCH_FOLDER=… keeps the data, to measure again
// without making it. Q2O_BENCH_SCALE=0.1 makes a tenth of the data, Q2O_BENCH_ONLY=audit asks the paths with that in them.
import { startTestCluster } from "../../packages/local/src/postgres/test-cluster.ts";
import { report } from "../figure.ts";
import { lists } from "./lists.ts";
import { poll } from "./poll.ts";

const write = process.stdout.write.bind(process.stdout);
// The product's log belongs to what it does, not to what is measured.
process.stdout.write = ((chunk: string | Uint8Array, ...rest: []) =>
  String(chunk).startsWith('{"at"') || write(chunk, ...rest)) as typeof process.stdout.write;

const cluster = await startTestCluster(process.env.Q2O_BENCH_FOLDER);
const isWithin = await report({ lists, poll }, process.argv.slice(2)).finally(cluster.stop);
process.exit(isWithin ? 0 : 1);
