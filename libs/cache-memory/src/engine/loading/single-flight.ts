import { Flight } from './flight.js';

/** The loads under way, at most one for a key that anybody can still join. */
export class SingleFlight<K, V> {
  readonly #joinable = new Map<K, Flight<K, V>>();
  readonly #running = new Set<Flight<K, V>>();

  /** Loads under way, superseded ones included. */
  get size(): number {
    return this.#running.size;
  }

  /** The load that a caller may join. */
  find(key: K): Flight<K, V> | undefined {
    const flight = this.#joinable.get(key);
    return flight?.superseded ? undefined : flight;
  }

  /** A new load that others can join from now on until it settles; the caller starts it. */
  board(key: K, tags: readonly string[], isBackground: boolean): Flight<K, V> {
    const flight = new Flight<K, V>(key, tags, isBackground);
    this.#joinable.set(key, flight);
    this.#running.add(flight);
    const landed = (): void => {
      this.#running.delete(flight);
      this.land(key, flight);
    };
    flight.promise.then(landed, landed);
    return flight;
  }

  /** Nobody joins a load any more that has brought its value. */
  land(key: K, flight: Flight<K, V>): void {
    if (this.#joinable.get(key) === flight) this.#joinable.delete(key);
  }

  /** Lets the load of a key end for its callers only: what it brings is not stored, and nobody joins it any more. */
  supersede(key: K): void {
    const flight = this.#joinable.get(key);
    if (!flight) return;
    flight.supersede();
    this.#joinable.delete(key);
  }

  /** Supersedes every load whose entry is to carry a tag. */
  supersedeTagged(tag: string): void {
    for (const [key, flight] of this.#joinable) {
      if (flight.tags.includes(tag)) this.supersede(key);
    }
  }

  /** Supersedes every load. */
  supersedeAll(): void {
    for (const key of this.#joinable.keys()) this.supersede(key);
  }

  /** Aborts every load. */
  abortAll(reason: unknown): void {
    for (const flight of this.#running) flight.abort(reason);
  }
}
