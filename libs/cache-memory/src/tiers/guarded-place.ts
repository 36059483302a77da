import type { Clock } from '../engine/time/clock.js';
import type { TierState } from '../engine/tiering/entry-tier.js';
import { type Circuit, CLOSED, isOpen, mayCall, onCall, onFailure, onRefusal } from './circuit-breaker.js';
import type { Tier } from './tier.js';
import { tierBroken, tierTimedOut } from './tier-problems.js';
import { withinTime } from './within-time.js';

/** A tier behind a deadline and a circuit breaker. It is opened with the first call, and again after an opening that failed. */
export class GuardedPlace {
  #opened: Promise<Tier> | undefined;
  #circuit: Circuit = CLOSED;
  #reason: unknown;

  constructor(
    private readonly open: () => Promise<Tier>,
    private readonly timeoutMs: number,
    private readonly clock: Clock,
    private readonly turned: (state: TierState, reason: unknown) => void,
  ) {}

  /**
   * What a call comes to. Rejects with `TIER_BROKEN` without a call while the circuit is open, with `TIER_TIMEOUT`, after which
   * `late` is shown the call, or with what the tier rejects with.
   */
  async call<T>(
    operation: string,
    work: (tier: Tier) => Promise<T>,
    late: (call: Promise<T>) => void = () => {},
  ): Promise<T> {
    if (!mayCall(this.#circuit, this.clock.now())) throw tierBroken(this.#reason);
    const isTrial = isOpen(this.#circuit);
    this.#circuit = onCall(this.#circuit, this.clock.now());
    const call = this.#tier().then(work);
    try {
      const answer = await withinTime(call, this.timeoutMs, () => {
        late(call);
        return tierTimedOut(operation, this.timeoutMs);
      });
      this.#became(CLOSED, undefined);
      return answer;
    } catch (error) {
      const isLate = isOpen(this.#circuit) && !isTrial; // it was under way when others opened the circuit
      if (!isLate) this.#became(onFailure(this.#circuit, this.clock.now()), error);
      throw error;
    }
  }

  /** Opens the tier ahead of the first call. */
  warm(): void {
    this.#tier().catch(() => {}); // which has opened the circuit
  }

  /** The place says that it can be reached again. */
  trust(): void {
    this.#became(CLOSED, undefined);
  }

  /** Closes the tier, where it was opened. */
  async close(): Promise<void> {
    const opened = this.#opened;
    if (!opened) return;
    const closed = opened.then((tier) => tier.close());
    await withinTime(closed, this.timeoutMs, () => tierTimedOut('close', this.timeoutMs));
  }

  #tier(): Promise<Tier> {
    this.#opened ??= this.#open();
    return this.#opened;
  }

  async #open(): Promise<Tier> {
    try {
      return await this.open();
    } catch (error) {
      this.#opened = undefined;
      this.#became(onRefusal(this.#circuit, this.clock.now()), error);
      throw error;
    }
  }

  #became(circuit: Circuit, reason: unknown): void {
    const wasOpen = isOpen(this.#circuit);
    this.#circuit = circuit;
    if (reason !== undefined) this.#reason = reason;
    if (isOpen(circuit) !== wasOpen) this.turned(isOpen(circuit) ? 'broken' : 'working', reason);
  }
}
