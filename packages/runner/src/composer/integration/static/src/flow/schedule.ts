import type { Schedule } from "./flow.ts";

const day = 86_400_000;

/** The first moment after `after` at which the schedule asks for a sync. */
export function nextRun(schedule: Schedule, after: Date, timeZone: string): Date {
  if (schedule.kind === "every") return new Date(after.getTime() + schedule.seconds * 1000);
  // A day has 23 to 25 hours where clocks are changed, so the day is looked for and the moment on it worked out.
  for (let days = 0; ; days += 1) {
    const date = dateIn(timeZone, new Date(after.getTime() + days * day));
    const moment = momentOf(date, schedule.at, timeZone);
    const fits = schedule.weekday === undefined || new Date(`${date}T00:00:00Z`).getUTCDay() === schedule.weekday;
    if (fits && moment > after) return moment;
  }
}

/** `YYYY-MM-DD` as people in the time zone write it. */
const dateIn = (timeZone: string, at: Date): string => new Intl.DateTimeFormat("en-CA", { timeZone }).format(at);

/** The instant at which clocks in the time zone show this; the later one when they never do. */
function momentOf(date: string, time: string, timeZone: string): Date {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  let guess = wanted;
  for (let i = 0; i < 2; i += 1) guess = wanted - offsetAt(timeZone, new Date(guess));
  return new Date(guess);
}

/** How many milliseconds clocks in the time zone are ahead of UTC. */
function offsetAt(timeZone: string, at: Date): number {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  const shown = `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:${part("second")}Z`;
  return Date.parse(shown) - Math.floor(at.getTime() / 1000) * 1000;
}

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** A schedule as people say it. */
export function inWords(schedule: Schedule): string {
  if (schedule.kind === "at")
    return `${schedule.weekday === undefined ? "every day" : `every ${weekdays[schedule.weekday]}`} at ${schedule.at}`;
  const units: [number, string][] = [
    [86_400, "day"],
    [3600, "hour"],
    [60, "minute"],
    [1, "second"],
  ];
  const [size, unit] = units.find(([each]) => schedule.seconds % each === 0) ?? [1, "second"];
  const count = schedule.seconds / size;
  return count === 1 ? `every ${unit}` : `every ${count} ${unit}s`;
}
