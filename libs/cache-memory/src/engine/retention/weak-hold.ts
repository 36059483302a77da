/** The cache's own weak reference: its class tells it from a value that happens to be a `WeakRef`. */
export class WeakHold<V extends object> extends WeakRef<V> {}

/** Whether a value can be held weakly: objects and functions can, primitives are held strongly. */
export function isHoldable(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
