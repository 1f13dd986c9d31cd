export * as Mischief from "./index.ts";

import { setTimeout as sleep } from "node:timers/promises";
import type { Queues } from "../sqs/index.ts";

/** How often what goes wrong goes wrong, each a share of one. For tests only: `npm start` has no way to ask for it. */
export type Odds = { lost: number; twice: number; late: number };

/** A number from 0 to 1, the same ones for the same seed. */
export type Dice = () => number;

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return () => {
    // Mulberry32: small, and good enough to choose where things break.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Queues that lose messages, have them twice, and give them late. */
export function unreliableQueues(queues: Queues, dice: Dice, odds: Odds): Queues {
  return {
    ...queues,
    send: (queue, body, attributes, delaySeconds) => {
      const late = dice() < odds.late ? 1 + Math.floor(dice() * 3) : delaySeconds;
      if (dice() < odds.twice) queues.send(queue, body, attributes, 1);
      if (dice() < odds.lost) return "lost";
      return queues.send(queue, body, attributes, late);
    },
  };
}

/** Events that are lost, come twice, late and so in another order. */
export function unreliableEvents<E>(deliver: (event: E) => void, dice: Dice, odds: Odds): (event: E) => void {
  const soon = (event: E) => void sleep(dice() * 2_000, undefined, { ref: false }).then(() => deliver(event));
  return (event) => {
    if (dice() < odds.twice) soon(event);
    if (dice() < odds.lost) return;
    if (dice() < odds.late) soon(event);
    else deliver(event);
  };
}
