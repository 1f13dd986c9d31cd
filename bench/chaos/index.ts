// `npm run chaos`: kills everything that may die, everywhere that it may, and counts what came of it.
//   -- --seeds N   how often each point and meeting is played (20); all points of a seed come before the next
//   -- --from N    from which seed on (1), to play it in parts
//   -- --part 1/2  half of the points, to play the halves side by side
//   -- --only CP   one point
//   -- --soak      many short runs under everything at once
//   -- --runs N    how many of them (300)
//   -- --minutes N after how long no more runs, or cases, are begun (120 for runs; cases are all played)
import { parseArgs } from "node:util";
import { line, playEach } from "./play.ts";
import { soak } from "./soak.ts";
import { isClean } from "./verdict.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    from: { type: "string", default: "1" },
    part: { type: "string", default: "1/1" },
    only: { type: "string" },
    soak: { type: "boolean", default: false },
    minutes: { type: "string" },
    runs: { type: "string", default: "300" },
  },
});
const [part = 1, parts = 1] = values.part.split("/").map(Number);
const isWanted = (point: string, place: number) =>
  values.only === undefined ? place % parts === part - 1 : point === values.only;
const tell = (text: string) => console.log(text);
const verdict = values.soak
  ? await soak({ runs: Number(values.runs), minutes: Number(values.minutes ?? 120), tell })
  : await playEach({
      from: Number(values.from),
      seeds: Number(values.seeds),
      minutes: Number(values.minutes ?? Number.POSITIVE_INFINITY),
      tell,
      isWanted,
    });
for (const each of verdict.wrong) tell(each);
tell(line(verdict));
process.exit(isClean(verdict) ? 0 : 1);
