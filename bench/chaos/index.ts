// `npm run chaos`: kills everything that may die, everywhere that it may, and counts what came of it.
//   -- --seeds N   how often each point and meeting is played (20)
//   -- --from N    from which seed on (1), to play it in parts
//   -- --only CP   one point
//   -- --soak      many short runs under everything at once
//   -- --runs N    how many of them (300)
import { parseArgs } from "node:util";
import { line, playEach } from "./play.ts";
import { soak } from "./soak.ts";
import { isClean } from "./verdict.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    from: { type: "string", default: "1" },
    only: { type: "string" },
    soak: { type: "boolean", default: false },
    runs: { type: "string", default: "300" },
  },
});
const tell = (text: string) => console.log(text);
const verdict = values.soak
  ? await soak({ runs: Number(values.runs), tell })
  : await playEach({
      from: Number(values.from),
      seeds: Number(values.seeds),
      tell,
      ...(values.only ? { only: values.only } : {}),
    });
for (const each of verdict.wrong) tell(each);
tell(line(verdict));
process.exit(isClean(verdict) ? 0 : 1);
