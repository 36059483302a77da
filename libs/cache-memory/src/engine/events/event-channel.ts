import { callable, oneOf } from '../options/option-rules.js';
import { tellListener } from './tell-listener.js';

/** Hears one kind of event. */
export type Listener<E> = (event: E) => void;

/** One call of `on`: the same listener may be registered twice. */
interface Registration {
  readonly listener: Listener<never>;
}

/**
 * A typed channel of events. An operation notes what happened while it changes the state, and tells it when the state is
 * whole again. `Events` maps each name to what it carries.
 */
export class EventChannel<Events extends { 'listener.failed': { error: unknown } }> {
  readonly #listeners = new Map<keyof Events, Set<Registration>>();
  #noted: (() => void)[] = [];
  #isTelling = false;

  /** `names` are those of the events that there are. */
  constructor(private readonly names: readonly (keyof Events & string)[]) {}

  /** Adds a listener; answers the function that takes it away again. Throws `INVALID_OPTION` for an unknown name or no function. */
  on<Name extends keyof Events & string>(name: Name, listener: Listener<Events[Name]>): () => void {
    oneOf(this.names)(name, 'event');
    callable('a function that hears the event')(listener, `listener of ${name}`);
    const listeners = this.#listeners.get(name) ?? new Set<Registration>();
    this.#listeners.set(name, listeners);
    const registration = { listener };
    listeners.add(registration);
    return () => {
      listeners.delete(registration);
      if (listeners.size === 0 && this.#listeners.get(name) === listeners) this.#listeners.delete(name);
    };
  }

  /** Whether anybody listens, so that nobody need describe what nobody hears. */
  has(name: keyof Events): boolean {
    return this.#listeners.size > 0 && this.#listeners.has(name);
  }

  /** Notes an event until the operation is over. */
  note<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    if (this.has(name)) this.#noted.push(() => this.#emit(name, event));
  }

  /** Has work done when the operation is over, after what was noted before it; it must not throw. */
  defer(work: () => void): void {
    this.#noted.push(work);
  }

  /**
   * Tells what was noted, in order; a listener that throws, or rejects, stops nothing and is itself told as `listener.failed`. What a
   * listener's own use of the cache causes is told after what came before it.
   */
  tell(): void {
    if (this.#isTelling || this.#noted.length === 0) return;
    this.#isTelling = true;
    for (const emit of this.#noted) emit();
    this.#noted = [];
    this.#isTelling = false;
  }

  #emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    const failed = (error: unknown): void => {
      if (name !== 'listener.failed') this.#emit('listener.failed', { error });
    };
    for (const { listener } of Array.from(this.#listeners.get(name) ?? [])) {
      tellListener(listener as Listener<Events[Name]>, event, failed);
    }
  }
}
