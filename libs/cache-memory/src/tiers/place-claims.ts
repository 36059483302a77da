import type { ClaimAnswer, LoadClaims } from '../engine/tiering/load-claims.js';
import { startTimer } from '../engine/time/start-timer.js';
import type { GuardedPlace } from './guarded-place.js';
import type { LockAnswer } from './load-locks.js';
import { writeTierKey } from './tier-key.js';

/** How often a lock is kept while it lasts. */
const KEPT_PER_LEASE = 3;

interface Claim {
  readonly lock: string;
  timer: NodeJS.Timeout | undefined;
}

/** The claims of this process in a place with locks. A claim is kept while its load runs, and ends with its process. */
export class PlaceClaims implements LoadClaims<unknown> {
  readonly #held = new Map<string, Claim>();
  readonly #ending = new Set<Promise<void>>();

  constructor(
    private readonly place: GuardedPlace,
    private readonly leaseMs: number,
  ) {}

  async claim(key: unknown): Promise<ClaimAnswer> {
    const text = writeTierKey(key);
    if (text === undefined) return 'free';
    const answer = await this.place.call(
      'claim',
      async (tier) => tier.locks?.take(text, this.leaseMs) ?? 'free',
      (late) => void late.then((taken) => this.#giveBack(text, taken)).catch(() => {}), // its lock ends by itself
    );
    if (answer === 'free' || 'heldForMs' in answer) return answer;
    const claim: Claim = { lock: answer.lock, timer: undefined };
    this.#held.set(text, claim);
    this.#keepLater(text, claim);
    return 'own';
  }

  async end(key: unknown, isUnshared: boolean): Promise<void> {
    const text = writeTierKey(key);
    if (text !== undefined) await this.#end(text, isUnshared ? this.leaseMs : 0);
  }

  /** Takes the lock of a key out of the claims: from now on nobody keeps it. */
  take(key: string): string | undefined {
    const claim = this.#held.get(key);
    this.#held.delete(key);
    clearTimeout(claim?.timer);
    return claim?.lock;
  }

  /** Ends every claim; resolves when they have ended, those that were about to included. */
  async endAll(): Promise<void> {
    for (const key of this.#held.keys()) void this.#end(key, 0).catch(() => {});
    await Promise.allSettled(this.#ending);
  }

  async #end(key: string, freeForMs: number): Promise<void> {
    const lock = this.take(key);
    if (lock !== undefined) await this.#release(key, lock, freeForMs);
  }

  async #release(key: string, lock: string, freeForMs: number): Promise<void> {
    const ending = this.place.call('claim', async (tier) => tier.locks?.release(key, lock, freeForMs));
    this.#ending.add(ending);
    try {
      await ending;
    } finally {
      this.#ending.delete(ending);
    }
  }

  #keepLater(key: string, claim: Claim): void {
    claim.timer = startTimer(() => void this.#keep(key, claim), this.leaseMs / KEPT_PER_LEASE).unref();
  }

  async #keep(key: string, claim: Claim): Promise<void> {
    const kept = this.place.call('claim', async (tier) => tier.locks?.keep(key, claim.lock, this.leaseMs));
    const isLost = await kept.then((isKept) => isKept === false).catch(() => false);
    if (!isLost && this.#held.get(key) === claim) this.#keepLater(key, claim);
  }

  async #giveBack(key: string, answer: LockAnswer): Promise<void> {
    if (answer === 'free' || !('lock' in answer)) return;
    await this.#release(key, answer.lock, 0);
  }
}
