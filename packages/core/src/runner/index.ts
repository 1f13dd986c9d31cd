export * as Runner from "./index.ts";

import type { ActorOf } from "../actor/index.ts";
import { Failure, verb } from "../base/index.ts";
import { Db } from "../db/index.ts";
import { Ports } from "../ports/index.ts";
import { advance, failureOf, type Row, stopIfGone } from "../run/advance.ts";
import { folderOf } from "../run/files.ts";
import { type Happening, heartbeatSeconds, leaseSeconds } from "../run/moves.ts";
import { slugOf } from "../tenant/slug.ts";
import { mustBeDelivered } from "./delivered.ts";
import { writeReport } from "./report.ts";
import {
  Artifact,
  type artifactKinds,
  Checkpoint,
  Complete,
  Empty,
  Fail,
  Released,
  Sign,
  Steps,
} from "./runner.schema.ts";

type Who = ActorOf<"runner">;

/** What a task may take for its work, in seconds; well within what the sweeper allows. */
const workSeconds = 3_600;

/** Every call of a task begins here: of another epoch it is told to stop. @throws Failure `run.superseded` */
async function say(actor: Who, happening: Happening, also?: Parameters<typeof advance>[2]): Promise<Row> {
  const { run, refused } = await advance(actor, happening, also).catch(stopIfGone);
  if (refused === "run.ended" || refused === "run.not_due") throw failureOf("run.superseded", run.status);
  if (refused) throw failureOf(refused, run.status);
  return run;
}

/** The task is there and asks what to do. @throws Failure `run.superseded` when there is nothing to do any more */
export const boot = verb({ as: ["runner"], input: Empty }, async (_, actor) => {
  const run = await Db.tx(() => say(actor, { type: "booted", epoch: actor.epoch }));
  Ports.use().crash("CP-boot-committed");
  // Paused or cancelled while it started, and obeyed right here.
  if (run.status !== "running") throw failureOf("run.superseded", run.status);
  const { id, number, attempt, epoch, desired, config, brief, checkpointStep, checkpointKey, checkpointSha256 } = run;
  const checkpoint =
    checkpointStep && checkpointKey && checkpointSha256
      ? {
          step: checkpointStep,
          sha256: checkpointSha256,
          url: (await Ports.use().files.presignGet(checkpointKey, "checkpoint")).url,
        }
      : null;
  return {
    run: { id, number, attempt, epoch },
    project: { ...brief, slug: slugOf(brief.name) },
    desired,
    config,
    limits: { heartbeatSeconds, leaseSeconds, wallSeconds: workSeconds },
    checkpoint,
  };
});

/** @throws Failure `run.superseded` */
export const heartbeat = verb({ as: ["runner"], input: Empty }, (_, actor) =>
  Db.tx(async () => {
    const { desired } = await say(actor, { type: "heartbeat", epoch: actor.epoch });
    return { desired, leaseSeconds };
  }),
);

/** @throws Failure `run.superseded`, `artifact.refused` */
export const steps = verb({ as: ["runner"], input: Steps }, async (report, actor) => {
  for (const { key } of report.pictures ?? []) await mustBePicture(key, actor);
  return Db.tx(async () => {
    const run = await say(actor, { type: "reported", epoch: actor.epoch });
    if (report.seq > run.lastSeq) await writeReport(run, report);
    return { desired: run.desired };
  });
});

const prefixOf = ({ tenantId, runId, epoch }: Who) => `${folderOf(tenantId, runId)}${epoch}/`;

const fileName: Record<(typeof artifactKinds)[number], string> = {
  zip: "project.zip",
  manifest: "q2o.json",
  checkpoint: "checkpoint",
  log: "log",
  picture: "picture.webp",
};

/** Where to put a file, once. The key names its content, so a repeat meets itself. @throws Failure `run.superseded` */
export const artifact = verb({ as: ["runner"], input: Artifact }, async ({ kind, ...facts }, actor) => {
  await Db.tx(() => say(actor, { type: "reported", epoch: actor.epoch }));
  const key = `${prefixOf(actor)}${facts.sha256.slice(0, 16)}-${fileName[kind]}`;
  const upload = await Ports.use().files.presignPut({ key, ...facts });
  return { key, ...upload };
});

/** From here a later attempt goes on. @throws Failure `run.superseded`, `artifact.refused` */
export const checkpoint = verb({ as: ["runner"], input: Checkpoint }, async ({ step, key, sha256 }, actor) => {
  mustBeOwn(key, actor);
  const stored = await Ports.use().files.head(key);
  if (stored?.sha256 !== sha256) throw notStored("key");
  const columns = { checkpointStep: step, checkpointKey: key, checkpointSha256: sha256 };
  const { desired } = await Db.tx(() => say(actor, { type: "reported", epoch: actor.epoch }, columns));
  Ports.use().crash("CP-checkpoint-committed");
  return { desired };
});

/** The platform's word for a manifest. @throws Failure `run.superseded` */
export const sign = verb({ as: ["runner"], input: Sign }, async ({ sha256 }, actor) => {
  await Db.tx(() => say(actor, { type: "reported", epoch: actor.epoch }));
  return Ports.use().sign(sha256);
});

/**
 * Delivers the result. The pointer moves only when archive and manifest are stored as said; saying it twice is saying it once.
 *
 * @throws Failure `run.superseded`, `run.cancelling`, `artifact.refused`
 */
export const complete = verb(
  { as: ["runner"], input: Complete },
  async ({ zipKey, manifestKey, sha256, bytes }, actor) => {
    for (const key of [zipKey, manifestKey]) mustBeOwn(key, actor);
    const counts = await mustBeDelivered({ zipKey, manifestKey, sha256, bytes });
    const columns = {
      ...counts,
      resultKey: zipKey,
      manifestKey,
      resultSha256: sha256,
      resultBytes: bytes,
      progress: 100,
      etaSeconds: null,
      phase: null,
    };
    await Db.tx(async () => {
      const { run, refused } = await advance(actor, { type: "completed", epoch: actor.epoch }, columns).catch(
        stopIfGone,
      );
      const isRepeat = run.status === "completed" && run.epoch === actor.epoch && run.resultSha256 === sha256;
      if (refused && !isRepeat) throw failureOf(refused === "run.cancelling" ? refused : "run.superseded", run.status);
    });
    Ports.use().crash("CP-complete-committed");
    return {};
  },
);

/** The work cannot be finished, now or at all. @throws Failure `run.superseded` */
export const fail = verb({ as: ["runner"], input: Fail }, ({ code, message, retryable }, actor) =>
  Db.tx(async () => {
    await say(actor, { type: "failed", epoch: actor.epoch, code, message, isRetryable: retryable });
    return {};
  }),
);

/** The task goes, as it was told to. @throws Failure `run.superseded` */
export const released = verb({ as: ["runner"], input: Released }, ({ reason }, actor) =>
  Db.tx(async () => {
    await say(actor, { type: "released", epoch: actor.epoch, reason });
    return {};
  }),
);

function mustBeOwn(key: string, actor: Who): void {
  if (!key.startsWith(prefixOf(actor)) || key.includes("..")) throw notStored("key");
}

/** A picture is read whole by whoever looks at it. */
const maxPictureBytes = 1_000_000;

async function mustBePicture(key: string, actor: Who): Promise<void> {
  // A later attempt goes on with what an earlier one has seen.
  const isOfRun = key.startsWith(folderOf(actor.tenantId, actor.runId)) && key.endsWith(fileName.picture);
  const stored = isOfRun && !key.includes("..") ? await Ports.use().files.head(key) : undefined;
  if (!stored || stored.bytes > maxPictureBytes) throw notStored("pictures");
}

const notStored = (path: string) =>
  new Failure("invalid", "artifact.refused", "There is no such file of this run, or it is not what was said.", {
    errors: [{ path, message: "Not stored as said." }],
  });
