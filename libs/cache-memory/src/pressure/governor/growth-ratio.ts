/** Believed growth below this share of the limit says nothing about the ratio: whatever else the application does drowns it. */
const WORTH_LEARNING = 0.03;
/** Collections after which an observation is too old to be compared with. */
const OLDEST = 10;
/** Ratios that are remembered, and how many of them make a safe guess. */
const REMEMBERED = 9;
const ENOUGH = 3;
/** The most that one observation may say, and what is assumed before there are enough. */
const MOST = 4;
const UNKNOWN = 3;
const MARGIN = 1.3;
/** How much less than expected a byte may take, for shrinking by: before there are enough ratios, and after. */
const LEAST_UNKNOWN = 0.7;
const LEAST_KNOWN = 0.9;
/** The least that growth is believed to show: when the application gives memory back while caches grow, it shows too little. */
const LEAST_SHOWN = 0.8;
const LEAST = 0.02;

/** One look after a major collection. */
interface Observation {
  readonly liveBytes: number;
  readonly believedBytes: number;
}

/**
 * Learns how many bytes of a memory one byte that the caches believe to hold really takes: the median of what growth has shown,
 * but never more than all that is live would explain. So wrong sizes cure themselves: too small ones by growth, too large ones
 * because what is live does not explain them.
 */
export class GrowthRatio {
  /** The best guess: 1 until there is a better one. */
  expected = 1;
  /** A guess that is rather too high, for growing by: 3 until growth was seen three times, then 1.3 times the best one. */
  high: number = UNKNOWN;
  /** A guess that is rather too low, for shrinking by: 0.7 of the best one until growth was seen three times, then 0.9 of it. */
  low: number = LEAST_UNKNOWN;
  #recent: number[] = [];
  #from: Observation | undefined;
  #age = 0;
  #bound = Infinity;

  /** Takes what is live after a major collection, and what the caches believed to hold then; `limitBytes` is the memory's limit. */
  observe(observation: Observation, limitBytes: number): void {
    const { liveBytes, believedBytes } = observation;
    this.#bound = believedBytes > 0 ? liveBytes / believedBytes : Infinity;
    this.#recent = this.#recent.map((ratio) => Math.min(ratio, this.#bound)); // it was the application that grew with the caches
    this.#compare(observation, limitBytes);
    this.#guess();
  }

  #compare(observation: Observation, limitBytes: number): void {
    const from = this.#from;
    const growth = from ? observation.believedBytes - from.believedBytes : 0;
    if (growth > 0 && growth < WORTH_LEARNING * limitBytes && this.#age++ < OLDEST) return;
    if (from && growth >= WORTH_LEARNING * limitBytes) this.#learn((observation.liveBytes - from.liveBytes) / growth);
    this.#from = observation;
    this.#age = 0;
  }

  /** A shrinking of what is live while the caches grew is the application's doing: it says nothing. */
  #learn(ratio: number): void {
    if (ratio <= 0) return;
    this.#recent = [...this.#recent, Math.min(ratio, MOST)].slice(-REMEMBERED);
  }

  #guess(): void {
    const isKnown = this.#recent.length >= ENOUGH;
    this.expected = this.#within(Math.max(LEAST_SHOWN, this.#median ?? 1));
    this.high = this.#within(isKnown ? MARGIN * this.expected : UNKNOWN);
    this.low = this.#within((isKnown ? LEAST_KNOWN : LEAST_UNKNOWN) * this.expected);
  }

  get #median(): number | undefined {
    const sorted = [...this.#recent].sort((one, other) => one - other);
    return sorted[(sorted.length - 1) >> 1];
  }

  #within(ratio: number): number {
    return Math.max(LEAST, Math.min(ratio, this.#bound));
  }
}
