// The figures of runs: `npm run bench:runs`, or `npm run bench:runs -- NAME...` for some of them. Each on a stack of its
// own, with real functions and tasks, and a short work in place of the engine's.
import { report } from "../figure.ts";
import { accepted } from "./accepted.ts";
import { begun } from "./begun.ts";
import { followed } from "./followed.ts";
import { inLine } from "./in-line.ts";
import { lost } from "./lost.ts";

const isWithin = await report({ accepted, begun, lost, followed, line: inLine }, process.argv.slice(2));
process.exit(isWithin ? 0 : 1);
