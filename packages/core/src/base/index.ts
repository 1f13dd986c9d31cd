export { Failure, type Fault, type Kind, missing } from "./failure.ts";
export { newId } from "./id.ts";
export { log, requestId, withLogContext } from "./log.ts";
export { only, page } from "./rows.ts";
export { parse, type Verb, verb } from "./verb.ts";
