/**
 * One step that gave memory back. `expire`: expired and collected entries left. `shed`: a region came down to its share of the
 * budget. `trim`, `drop`: pressure took a part, or all, of what may be evicted. `reclaim`: another memory user gave.
 * `collect`: garbage was collected. `empty`, `rebuild`: protected entries left, and came back from their source.
 */
export interface ReliefStep {
  readonly step: 'expire' | 'shed' | 'trim' | 'drop' | 'reclaim' | 'collect' | 'empty' | 'rebuild';
  /** The region or reclaimer; `heap` for a collection. */
  readonly of: string;
  readonly entries: number;
  /** Bytes, as the region's weigher, the reclaimer or the heap counts them. */
  readonly bytes: number;
  /** Milliseconds that it took. */
  readonly ms: number;
}
