/** The labels of a sample; one of a region has at most one thing more. */
export interface SampleLabels {
  readonly cache?: string | undefined;
  readonly result?: string | undefined;
  readonly cause?: string | undefined;
  readonly le?: string | number | undefined;
  readonly class?: string | undefined;
  readonly category?: string | undefined;
}

/** Keeps one object for each set of labels of a region: prom-client writes an object that it has seen as text only once. */
export class KeptLabels {
  readonly #byCache = new Map<string | undefined, Map<string | number | undefined, SampleLabels>>();

  /** The kept object that is equal to these labels. */
  of(labels: SampleLabels): SampleLabels {
    let kept = this.#byCache.get(labels.cache);
    if (!kept) this.#byCache.set(labels.cache, (kept = new Map()));
    const more = labels.result ?? labels.cause ?? labels.le;
    const same = kept.get(more);
    if (same) return same;
    kept.set(more, labels);
    return labels;
  }
}
