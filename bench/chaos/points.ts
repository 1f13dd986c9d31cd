import { crashPoints } from "../../packages/core/src/ports/crash.ts";
import { crashPoints as taskCrashPoints } from "../../packages/runner/src/platform/crashpoint.ts";
import { halfUploaded } from "./halver.ts";

/** Everywhere that something may die. */
export const points: readonly string[] = [...crashPoints, ...taskCrashPoints, halfUploaded];
