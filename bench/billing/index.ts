// The figures of money: `npm run bench:billing`, or `npm run bench:billing -- NAME...` for some of them. Before the
// stand-in for Stripe, so the network's share is missing.
import { report } from "../figure.ts";
import { acknowledged } from "./acknowledged.ts";
import { delivered } from "./delivered.ts";
import { mirrored } from "./mirrored.ts";

const isWithin = await report({ acknowledged, mirrored, delivered }, process.argv.slice(2));
process.exit(isWithin ? 0 : 1);
