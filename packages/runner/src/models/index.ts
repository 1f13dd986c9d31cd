export * as Models from "./index.ts";

import { blueprintPort } from "./blueprint.ts";
import { type Keys, keyedProviders } from "./keys.ts";
import type { Port } from "./port.ts";
import { openSdk } from "./sdk.ts";

/** Who can answer, by the name of the provider: the blueprint always, the others as far as there are keys. */
export function portsOf(keys: Keys): ReadonlyMap<string, Port> {
  const sdk = openSdk(keys);
  const given = keyedProviders.filter((provider) => keys.access[provider]);
  return new Map([["blueprint", blueprintPort], ...given.map((provider) => [provider, sdk] as const)]);
}
