// The engine's figures on our own corpus, with no model: `npm run bench:engine`, or `npm run bench:engine -- NAME...`.
// Q2O_BENCH_BRIEFS=40 (or all) delivers more than the usual few; Q2O_BENCH_TELL=1 names each mutant that lives.
import { report } from "../figure.ts";
import { composing, delivered } from "./briefs.ts";
import { mutants } from "./mutants.ts";
import { packing } from "./packing.ts";

process.exit((await report({ composing, packing, delivered, mutants }, process.argv.slice(2))) ? 0 : 1);
