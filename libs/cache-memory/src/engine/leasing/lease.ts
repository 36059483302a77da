/**
 * A hold on an instance in use: until it ends, the instance is not disposed, whatever becomes of its entry. Write
 * `await using lease = ...` or `using lease = ...`, or call `release()` in a `finally`.
 */
export interface Lease<V = unknown, K = unknown> {
  readonly key: K;
  /** The instance. Throws `LEASE_ENDED` after `release()`. */
  readonly value: V;
  /**
   * Ends the lease; further calls do nothing. Where it was the last one of an instance that has left the cache, the disposal
   * begins, and goes on behind: an error in it is the cache's event `disposal.failed`, not the caller's.
   */
  release(): void;
  /** The same as `release()`, for `using`. */
  [Symbol.dispose](): void;
  /** The same as `release()`, for `await using`; it waits for no disposal. */
  [Symbol.asyncDispose](): Promise<void>;
}
