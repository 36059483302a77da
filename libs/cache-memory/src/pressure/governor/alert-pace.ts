const MINUTE_MS = 60_000;

/** Lets one alert of a kind pass a minute, and counts those that it holds back. */
export class AlertPace {
  readonly #passed = new Map<string, { atMs: number; heldBack: number }>();

  /** How many of this kind were held back before, if it may pass now; else `undefined`. */
  pass(kind: string, nowMs: number): number | undefined {
    const last = this.#passed.get(kind);
    if (last && nowMs - last.atMs < MINUTE_MS) {
      last.heldBack++;
      return undefined;
    }
    this.#passed.set(kind, { atMs: nowMs, heldBack: 0 });
    return last?.heldBack ?? 0;
  }
}
