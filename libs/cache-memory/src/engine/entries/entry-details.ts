import type { TickingClock } from '../time/ticking-clock.js';
import { grownColumn } from '../columns/grown-column.js';

/** A cache of more slots keeps no details unless it is told to: those of 65,536 entries and a newcomer's. */
const KEPT_UP_TO = 65_537;
const RECORD = 3;
const USED_AT = 1;
const USES = 2;
/** Milliseconds that a column can tell, half of what its numbers hold: about 24.8 days. */
const SPAN_MS = 2 ** 31;
/** Entries that one reading of the clock may serve while the event loop does not turn. */
const READINGS = 256;

/**
 * What is known of each entry beside its value: when it was stored, when it was last used, how often. Times are whole
 * milliseconds since an origin that moves on with the years, so that each takes four bytes; what lies further back than 24 days
 * counts as 24 days.
 */
export class EntryDetails {
  /** Of each slot when it was stored, when it was last used, and how often, side by side. */
  #records: Uint32Array<ArrayBuffer> = new Uint32Array(0);
  #origin: number | undefined;
  /** What stands for the last reading of the clock in the records, and how many entries it may still serve. */
  #time = 0;
  #readingsLeft = 0;
  #isTickAwaited = false;
  readonly #onTick = (): void => {
    this.#readingsLeft = 0;
    this.#isTickAwaited = false;
  };
  #isKept = false;

  /** Without a wish, details are kept while there are no more than 65,536 slots. */
  constructor(
    private readonly wish: boolean | undefined,
    private readonly clock: TickingClock,
  ) {}

  /** Whether details are known. */
  get isKept(): boolean {
    return this.#isKept;
  }

  /** An entry is stored. */
  begin(slot: number): void {
    if (!this.#isKept) return;
    const time = --this.#readingsLeft > 0 ? this.#time : this.#newTime();
    const records = this.#records;
    const at = RECORD * slot;
    records[at] = time;
    records[at + USED_AT] = time;
    records[at + USES] = 0;
  }

  /** The entries in the first `count` of these slots were used. */
  use(slots: Int32Array, count: number, now: number): void {
    if (!this.#isKept) return;
    const time = this.#timeOf(now);
    const records = this.#records;
    for (let index = 0; index < count; index++) {
      const at = RECORD * slots[index]!;
      records[at + USED_AT] = time;
      records[at + USES]!++;
    }
  }

  /** Whole milliseconds since the entry was stored; `undefined` where no details are kept. */
  ageMs(slot: number, now: number): number | undefined {
    return this.#isKept ? Math.max(0, this.#timeOf(now) - this.#records[RECORD * slot]!) : undefined;
  }

  /** Whole milliseconds since the entry was last used. */
  idleMs(slot: number, now: number): number | undefined {
    return this.#isKept ? Math.max(0, this.#timeOf(now) - this.#records[RECORD * slot + USED_AT]!) : undefined;
  }

  /** How often it was used. */
  uses(slot: number): number | undefined {
    return this.#isKept ? this.#records[RECORD * slot + USES]! : undefined;
  }

  /** Makes room for slots 0 to `capacity` - 1, or lets go of all details. */
  resize(capacity: number): void {
    this.#isKept = this.wish ?? capacity <= KEPT_UP_TO;
    this.#records = grownColumn(this.#records, this.#isKept ? RECORD * capacity : 0);
  }

  #newTime(): number {
    this.#time = this.#timeOf(this.clock.exact()) | 0; // the same bits, in a whole number that needs no room of its own
    this.#readingsLeft = READINGS;
    if (!this.#isTickAwaited) {
      this.#isTickAwaited = true;
      this.clock.atTick(this.#onTick);
    }
    return this.#time;
  }

  #timeOf(now: number): number {
    this.#origin ??= now;
    if (now - this.#origin >= 2 * SPAN_MS) this.#moveOrigin(now - SPAN_MS);
    return (now - this.#origin) >>> 0;
  }

  #moveOrigin(origin: number): void {
    const moved = origin - this.#origin!;
    const records = this.#records;
    for (let at = 0; at < records.length; at += RECORD) {
      records[at] = Math.max(0, records[at]! - moved);
      records[at + USED_AT] = Math.max(0, records[at + USED_AT]! - moved);
    }
    this.#origin = origin;
    this.#readingsLeft = 0;
  }
}
