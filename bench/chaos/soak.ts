import { setTimeout as sleep } from "node:timers/promises";
import { Mischief } from "../../packages/local/src/mischief/index.ts";
import { Postgres } from "../../packages/local/src/postgres/index.ts";
import { signal } from "../../packages/local/src/process/index.ts";
import { litter, misbooked, strays } from "./leftovers.ts";
import { ends } from "./lives.ts";
import { openPerson } from "./people.ts";
import { startStack } from "./stack.ts";
import { judge, type Verdict } from "./verdict.ts";

const killEveryMs = 500;
/** Past the lease, which here is six seconds. */
const freezeMs = 9_000;
const projectsAtOnce = 12;

/**
 * Many short runs while every half second something is killed: a function, a task, a database session, every connection
 * to the database; a task is frozen past its lease and thaws; messages and events are lost, come twice and late,
 * answers are lost, and there is no room one time in ten.
 */
export async function soak({
  runs,
  minutes,
  tell,
}: {
  runs: number;
  minutes: number;
  tell: (text: string) => void;
}): Promise<Verdict> {
  const dice = Mischief.diceOf(2026);
  const odds = { lost: 0.05, twice: 0.1, late: 0.1 };
  const stack = await startStack({ dice, odds, full: 0.1, answersLost: 0.05 });
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(dice() * list.length)];
  let kills = 0;
  let isOver = false;
  // Nobody to kill is nobody: process 0 would be our own group.
  const send = (pid: number | undefined, name: "SIGKILL" | "SIGSTOP" | "SIGCONT") =>
    void (pid !== undefined && pid !== 0 && signal(pid, name));
  const taskGroup = () => {
    const pid = pick(stack.engine.running());
    return pid ? -pid : undefined;
  };
  const harms = {
    function: () => send(pick(Object.values(stack.hosts))?.pid(), "SIGKILL"),
    task: () => send(taskGroup(), "SIGKILL"),
    // As the role itself, which alone may end its own sessions.
    session: () =>
      void Postgres.execute(stack.database.loginUrl, [
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user and pid <> pg_backend_pid() order by random() limit 1",
      ]),
    connections: () => stack.cutter.cut(),
    frost: () => {
      const group = taskGroup();
      send(group, "SIGSTOP");
      void sleep(freezeMs, undefined, { ref: false }).then(() => send(group, "SIGCONT"));
    },
  };
  const shares = ["function", "function", "task", "task", "session", "connections", "frost"] as const;
  try {
    const person = await openPerson(stack);
    const projects: string[] = [];
    for (let i = 0; i < projectsAtOnce; i++) projects.push(await person.project());
    const harm = (async () => {
      while (!isOver) {
        await sleep(killEveryMs);
        harms[pick(shares) ?? "task"]();
        kills++;
      }
    })();
    const started = new Set<string>();
    const endsAt = performance.now() + minutes * 60_000;
    await Promise.all(
      projects.map(async (project) => {
        while (started.size < runs && performance.now() < endsAt) {
          const id = await person.run(project);
          // One that has not ended in its time is waited for once more.
          if (!started.has(id)) {
            started.add(id);
            if (started.size % 5 === 0) await person.buy();
            if (started.size % 25 === 0) tell(`${started.size} runs, ${kills} kills`);
          }
          await ends(stack, id);
        }
      }),
    );
    isOver = true;
    await harm;
    await sleep(1_000);
    await stack.sweepThrice();
    const verdict = await judge(stack, person, [...started]);
    const wrong = [...verdict.wrong, ...(await strays(stack, [...started])), ...(await misbooked(stack, person))];
    return { ...verdict, kills, wrong: [...wrong, ...(await litter(stack))] };
  } finally {
    isOver = true;
    await stack.stop();
  }
}
