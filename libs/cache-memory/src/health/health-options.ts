/** When the indicator stops saying `up`. */
export interface CacheMemoryHealthOptions {
  /**
   * The share of the limit, above 0 and at most 1, from which it says `degraded`. Unless said it follows the level of the last
   * memory check: anything but `normal`.
   */
  readonly degradedAt?: number | undefined;
  /** The share of the limit, above 0 and at most 1, from which it says `down`; never unless said. */
  readonly downAt?: number | undefined;
}
