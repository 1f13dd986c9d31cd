const RealDate = Date;
let aheadMs = 0;

/** A Date that is ahead wherever it means "now", and the same Date everywhere else. */
class ShiftedDate extends RealDate {
  constructor(...given: [] | ConstructorParameters<typeof Date>) {
    if (given.length === 0) super(RealDate.now() + aheadMs);
    else super(...given);
  }

  static override now(): number {
    return RealDate.now() + aheadMs;
  }
}

/** Makes this process live `seconds` ahead, like one on a machine whose clock is. */
export function shiftDate(seconds: number): void {
  aheadMs = seconds * 1_000;
  globalThis.Date = ShiftedDate as DateConstructor;
}
