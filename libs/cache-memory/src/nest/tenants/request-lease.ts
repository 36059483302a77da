const leases = new WeakMap<object, RequestLease>();

/** A request's lease on its tenant's sub-tree: it ends when nothing holds it any more. */
export class RequestLease {
  #holds = 0;
  #untilHandled: (() => void) | undefined;

  constructor(private readonly release: () => void) {}

  /** The lease of one of a handler's arguments: of the request itself, or of the context that a transport gives it. */
  static of(args: readonly unknown[]): RequestLease | undefined {
    for (const arg of args) {
      const lease = typeof arg === 'object' && arg !== null ? leases.get(arg) : undefined;
      if (lease) return lease;
    }
    return undefined;
  }

  /** Lets the lease be found by a request. */
  belongTo(request: unknown): void {
    if (typeof request !== 'object' || request === null) return;
    leases.set(request, this);
    const { context } = request as { context?: unknown };
    if (typeof context === 'object' && context !== null) leases.set(context, this);
  }

  /** Holds the lease; answers what ends the hold. */
  hold(): () => void {
    let isHeld = true;
    this.#holds++;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      if (--this.#holds === 0) this.release();
    };
  }

  /** Holds the lease for a time, or until a handler has ended. */
  holdFor(ms: number): void {
    const end = this.hold();
    const timer = setTimeout(end, ms).unref();
    this.#untilHandled = () => {
      clearTimeout(timer);
      end();
    };
  }

  /** Holds the lease while a handler runs; answers what says that it has ended. */
  handle(): () => void {
    const end = this.hold();
    return () => {
      end();
      this.#untilHandled?.();
    };
  }
}
