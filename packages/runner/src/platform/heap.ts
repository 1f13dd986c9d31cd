import { setFlagsFromString } from "node:v8";

/**
 * Lets the part of V8's heap for new objects stay as small as it begins, for good.
 *
 * V8 doubles it while much is made and forgotten, and never gives it back: reading a brief once would hold some 70 MB
 * until the end. What the engine waits for are other processes; the more frequent collections are not felt. To be
 * called before what makes much is loaded. Source: Heap::Grow and `node --v8-options`.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}
