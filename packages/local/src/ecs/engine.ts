import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { spawnGuarded, stopGuarded } from "../process/guard.ts";
import { ended, signal, startOf, until } from "../process/index.ts";
import { eventOf, type Task, type TaskDefinition, type TaskEvent } from "./shapes.ts";
import { openTasks } from "./tasks.ts";

export type EngineOptions = {
  folder: string;
  definitions: TaskDefinition[];
  /** Told of every change, in order for one task; what it throws is its own affair. */
  onEvent: (event: TaskEvent) => void;
  now: () => number;
};

export type Engine = ReturnType<typeof openEngine>;

const keepMs = 24 * 3_600_000;

/** Runs tasks as processes: each in a group of its own, with its own environment and nothing of ours. */
export function openEngine(options: EngineOptions) {
  const tasks = openTasks(options.folder);
  const logs = join(options.folder, "logs");
  mkdirSync(logs, { recursive: true });
  tasks.forgetBefore(options.now() - keepMs);
  const children = new Map<string, ChildProcess>();

  const change = (task: Task, to: Partial<Task>): Task => {
    const next = { ...task, ...to, version: task.version + 1 };
    tasks.save(next);
    options.onEvent(eventOf(next, randomUUID(), options.now()));
    return next;
  };
  const latest = (task: Task) => tasks.find(task.cluster, task.arn) ?? task;
  const stopped = (task: Task, how: Partial<Task>) =>
    change(task, { lastStatus: "STOPPED", desiredStatus: "STOPPED", stoppedAt: options.now(), ...how });

  const launch = (task: Task, environment: Record<string, string>): void => {
    const definition = options.definitions.find((one) => one.family === task.family);
    const log = openSync(join(logs, `${task.arn.split("/").at(-1)}.log`), "a", 0o600);
    const env = { ...definition?.environment, ...environment };
    const child = spawnGuarded({ command: definition?.command ?? [], env, onOurEnd: "KILL", output: log });
    closeSync(log);
    if (child.pid === undefined) {
      child.once("error", (error) => stopped(task, { stopCode: "TaskFailedToStart", stoppedReason: error.message }));
      return;
    }
    children.set(task.arn, child);
    const started = { pid: child.pid, started: startOf(child.pid) ?? "" };
    change(task, { lastStatus: "RUNNING", startedAt: options.now(), process: started });
    child.once("exit", (code, name) => {
      children.delete(task.arn);
      const now = latest(task);
      const reason = {
        stopCode: "EssentialContainerExited",
        stoppedReason: "Essential container in task exited",
      } as const;
      stopped(now, { ...(now.stopCode ? {} : reason), exitCode: code ?? 128 + numberOf(name) });
    });
  };

  return {
    tasks,

    /** Accepts a task at once and starts it a moment later, as a cloud does. */
    run: (
      task: Omit<Task, "lastStatus" | "desiredStatus" | "createdAt" | "version">,
      environment: Record<string, string>,
    ): Task => {
      const status = { lastStatus: "PROVISIONING", desiredStatus: "RUNNING" } as const;
      const accepted = change({ ...task, ...status, createdAt: options.now(), version: 0 }, {});
      setImmediate(() => {
        const now = latest(accepted);
        if (now.desiredStatus === "STOPPED") stopped(now, {});
        else launch(now, environment);
      });
      return accepted;
    },

    stop: (task: Task, how: { stopCode: Task["stopCode"]; stoppedReason: string }): Task => {
      if (task.desiredStatus === "STOPPED") return task;
      const stopping = change(task, { desiredStatus: "STOPPED", stoppingAt: options.now(), ...how });
      const child = children.get(task.arn);
      const timeout = options.definitions.find((one) => one.family === task.family)?.stopTimeoutSeconds ?? 30;
      if (child) void stopGuarded(child, "SIGTERM", timeout * 1_000);
      return stopping;
    },

    /** Ends what a killed supervisor left running and reports it stopped, as a host that vanished would be. */
    recover: async (): Promise<void> => {
      for (const task of tasks.unfinished()) {
        const { pid, started } = task.process ?? { pid: 0, started: "" };
        const isAlive = () => pid > 1 && startOf(pid) === started;
        if (isAlive()) signal(-pid, "SIGKILL");
        await until(() => !isAlive(), 5_000);
        stopped(task, {
          stopCode: "SpotInterruption",
          stoppedReason: "Host terminated: the machine's supervisor ended.",
        });
      }
    },

    /** Ends every task: each is asked, then after `patienceMs` made to. */
    close: async (patienceMs: number): Promise<void> => {
      const running = [...children.values()];
      for (const task of tasks.unfinished())
        change(task, {
          desiredStatus: "STOPPED",
          stopCode: "SpotInterruption",
          stoppedReason: "Your Spot Task was interrupted.",
        });
      await Promise.all(running.map((child) => stopGuarded(child, "SIGTERM", patienceMs)));
      await Promise.all(running.map(ended));
      tasks.close();
    },

    running: () => [...children.values()].map((child) => child.pid ?? 0),
  };
}

const numbers: Record<string, number> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
};
const numberOf = (name: NodeJS.Signals | null) => numbers[name ?? ""] ?? 0;
