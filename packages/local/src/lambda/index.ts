export { gateway } from "./gateway.ts";
export { type Host, type HostOptions, InvokeError, startHost } from "./host.ts";
export * as Lambda from "./index.ts";
export { runOnce } from "./once.ts";
export { type Poller, poll } from "./poller.ts";
export { deliverTo, everyMinute, type Schedule } from "./schedule.ts";
