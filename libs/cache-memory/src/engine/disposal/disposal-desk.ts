import type { CacheEvents } from '../events/cache-events.js';
import type { EventChannel } from '../events/event-channel.js';
import { ownershipOf } from '../instances/ownership.js';
import { isThenable } from '../options/is-thenable.js';
import type { StatsCounters } from '../statistics/stats-counters.js';
import { startTimer } from '../time/start-timer.js';
import { disposalTimedOut } from './disposal-problems.js';
import type { DisposalContext, Disposer } from './disposer.js';
import { ownDisposal } from './own-disposal.js';

/**
 * Where instances end. Disposals begin at once, run side by side, and are waited for by whoever makes their key's next
 * instance; one that fails, or takes longer than `drainTimeoutMs`, is counted and told, and stops nothing else.
 */
export class DisposalDesk<K, V> {
  readonly #pending = new Map<K, Set<Promise<void>>>();

  /** `disposer` ends every instance; without one, each instance ends itself. */
  constructor(
    private readonly disposer: Disposer<K, V> | undefined,
    private readonly drainTimeoutMs: number,
    private readonly counters: StatsCounters,
    private readonly events: EventChannel<CacheEvents<K, V>>,
  ) {}

  /** Disposes of an instance. Answers a promise that never rejects, or `undefined` where the disposal is over already. */
  begin(value: V, context: DisposalContext<K>): Promise<void> | undefined {
    const { disposer } = this;
    const errors: unknown[] = [];
    const own = disposer ? [() => disposer(value, context)] : ownSteps(value, errors);
    const rest = runSteps([...own, ...partSteps(value, errors)], errors);
    if (!rest) {
      this.#ended(context, errors);
      return undefined;
    }
    const onOverdue = (): void => void errors.push(disposalTimedOut(context.key, this.drainTimeoutMs));
    const ended = withDeadline(rest, this.drainTimeoutMs, onOverdue).then(() => this.#ended(context, errors));
    void this.#await(context.key, ended);
    return ended;
  }

  /** The end of the disposals of a key's former instances that are under way, or `undefined` where there are none. */
  pendingOf(key: K): Promise<unknown> | undefined {
    const pending = this.#pending.size === 0 ? undefined : this.#pending.get(key);
    return pending && Promise.all(pending);
  }

  async #await(key: K, ended: Promise<void>): Promise<void> {
    const pending = this.#pending.get(key) ?? new Set();
    this.#pending.set(key, pending.add(ended));
    await ended;
    pending.delete(ended);
    if (pending.size === 0) this.#pending.delete(key);
  }

  #ended(context: DisposalContext<K>, errors: readonly unknown[]): void {
    this.counters.disposals++;
    if (errors.length === 0) return;
    this.counters.disposalFailures++;
    const error = errors.length === 1 ? errors[0] : new AggregateError(errors, 'several steps of a disposal failed');
    this.events.note('disposal.failed', { ...context, error });
    this.events.tell();
  }
}

/** How an instance ends itself; where it does not let itself be looked at, there is no step, and an error more. */
function ownSteps(value: unknown, errors: unknown[]): readonly (() => unknown)[] {
  try {
    return ownDisposal(value);
  } catch (error) {
    errors.push(error);
    return [];
  }
}

/** How that ends which was made for an instance alone. */
function partSteps(value: unknown, errors: unknown[]): readonly (() => unknown)[] {
  try {
    return (ownershipOf(value)?.parts() ?? []).flatMap((part) => ownSteps(part, errors));
  } catch (error) {
    errors.push(error);
    return [];
  }
}

/** Runs steps one after the other, each whatever became of the one before; answers what is left to wait for. */
function runSteps(steps: readonly (() => unknown)[], errors: unknown[]): Promise<void> | undefined {
  for (const [index, step] of steps.entries()) {
    try {
      const outcome = step();
      if (isThenable(outcome)) return goOn(outcome, steps.slice(index + 1), errors);
    } catch (error) {
      errors.push(error);
    }
  }
  return undefined;
}

async function goOn(
  outcome: PromiseLike<unknown>,
  steps: readonly (() => unknown)[],
  errors: unknown[],
): Promise<void> {
  try {
    await outcome;
  } catch (error) {
    errors.push(error);
  }
  await runSteps(steps, errors);
}

/** Resolves with `rest`, or once the time is up, which `onOverdue` hears. */
async function withDeadline(rest: Promise<void>, timeoutMs: number, onOverdue: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = startTimer(() => resolve(onOverdue()), timeoutMs);
  });
  await Promise.race([rest, deadline]);
  clearTimeout(timer);
}
