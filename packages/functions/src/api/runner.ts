import { recordCalls } from "@q2o/core/llm/calls";
import { CallsRecorded, Reserved } from "@q2o/core/llm/calls/schema";
import { reserve } from "@q2o/core/llm/reserve";
import { Runner } from "@q2o/core/runner";
import { Boot, Empty, Heartbeat, Signature, Upload, Wish } from "@q2o/core/runner/schema";
import { at } from "../edge/route.ts";

const on = at("runner");
const refuses = ["conflict"] as const;

/** What a run's task may ask, with its token. */
export const runner = [
  on("post /api/runner/boot", { summary: "Begin an attempt", verb: Runner.boot, reply: Boot, refuses }),
  on("post /api/runner/heartbeat", { summary: "Keep the lease", verb: Runner.heartbeat, reply: Heartbeat, refuses }),
  on("post /api/runner/steps", { summary: "Report what happened", verb: Runner.steps, reply: Wish, refuses }),
  on("post /api/runner/reservations", {
    summary: "Set money aside for a question to a model",
    verb: reserve,
    reply: Reserved,
    refuses,
  }),
  on("post /api/runner/llm-calls", {
    summary: "Tell what models were asked",
    verb: recordCalls,
    reply: CallsRecorded,
    refuses,
  }),
  on("post /api/runner/artifacts", {
    summary: "Ask where to put a file",
    verb: Runner.artifact,
    reply: Upload,
    refuses,
  }),
  on("post /api/runner/checkpoint", {
    summary: "Keep a point to go on from",
    verb: Runner.checkpoint,
    reply: Wish,
    refuses,
  }),
  on("post /api/runner/sign", { summary: "Sign a manifest", verb: Runner.sign, reply: Signature, refuses }),
  on("post /api/runner/complete", { summary: "Deliver the result", verb: Runner.complete, reply: Empty, refuses }),
  on("post /api/runner/fail", { summary: "Give up", verb: Runner.fail, reply: Empty, refuses }),
  on("post /api/runner/released", { summary: "Stop, as told to", verb: Runner.released, reply: Empty, refuses }),
];
