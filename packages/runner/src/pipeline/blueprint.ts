import { analyse } from "../analyst/index.ts";
import { compose, describe } from "../composer/index.ts";
import type { Engine } from "./engine.ts";

/** Software by rules: no model, no key, the same result for the same brief. */
export const blueprint: Engine = { provider: "blueprint", analyse, compose, describe };
