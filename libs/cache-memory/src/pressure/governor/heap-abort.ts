import { setFlagsFromString } from 'node:v8';

const RULE = 'detect-ineffective-gcs-near-heap-limit';
/** How whoever starts the process turns the rule off for good. */
const TURNED_OFF = /^--no[-_]?detect[-_]ineffective[-_]gcs[-_]near[-_]heap[-_]limit$/;

/** How many defer the rule in this thread now. */
let deferring = 0;

/**
 * V8's rule that ends a process ("Ineffective mark-compacts near heap limit"): once four collections in a row leave the heap nearly full and
 * take most of the time. V8 knows one for the process, its workers included. It is off while anybody defers it,
 * and left alone where the process was started without it.
 */
export class HeapAbort {
  #isDeferred = false;

  /** `setFlags` changes V8's flags, `startedWith` are those of the command line: the process's own unless said. */
  constructor(
    private readonly setFlags: (flags: string) => void = setFlagsFromString,
    private readonly startedWith: readonly string[] = process.execArgv,
  ) {}

  /** Turns the rule off, or lets it hold again. Off is said each time, since another thread may have turned it on. */
  defer(isDeferred: boolean): void {
    const change = Number(isDeferred) - Number(this.#isDeferred);
    this.#isDeferred = isDeferred;
    deferring += change;
    if (this.startedWith.some((flag) => TURNED_OFF.test(flag))) return;
    if (isDeferred) this.setFlags(`--no-${RULE}`);
    else if (change !== 0 && deferring === 0) this.setFlags(`--${RULE}`);
  }
}
