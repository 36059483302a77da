import { startTimer } from '../time/start-timer.js';
import type { LoadClaims } from './load-claims.js';
import type { LoadTurn } from './load-turn.js';

/** How long is waited between two looks at a claim that another process holds, in milliseconds; each pause is twice the one before. */
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 250;

/** What comes of asking for a turn: it is this process's own, everybody's, or another has it, and may have brought the value by now. */
export type TurnAnswer = 'own' | 'free' | 'again';

/** What turns have to do with. */
export interface TurnParts<K> {
  readonly claims: LoadClaims<K>;
  /** Resolves once nothing is written for a key. */
  readonly written: (key: K) => Promise<void>;
  readonly failed: (key: K, error: unknown) => void;
}

/** The turns of this process at making values that many may want at once. Whatever fails makes it everybody's turn. */
export class LoadTurns<K> {
  readonly #waiting = new Map<K, Set<() => void>>();
  readonly #own = new Map<K, LoadTurn<never>>();

  constructor(private readonly parts: TurnParts<K>) {}

  /** Asks for the turn at a key; where another process has it, resolves after a pause, once the key was changed, or on abort. */
  async ask(key: K, round: number, signal: AbortSignal): Promise<TurnAnswer> {
    await this.#end(key, false); // of a load that was superseded
    try {
      const answer = await this.parts.claims.claim(key);
      if (typeof answer === 'string') return answer;
      await this.#pause(key, Math.min(answer.heldForMs, LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** round), signal);
      return signal.aborted ? 'free' : 'again';
    } catch (error) {
      this.parts.failed(key, error);
      return 'free';
    }
  }

  /** The turn that was got. It ends with its load, or as soon as that is aborted. */
  begin<V>(key: K, signal: AbortSignal): LoadTurn<V> {
    const turn = {
      entry: undefined,
      isTakenBack: false,
      end: (isUnshared: boolean) => {
        if (this.#own.get(key) === turn) void this.#endWritten(key, turn, isUnshared);
      },
    };
    this.#own.set(key, turn);
    if (signal.aborted) turn.end(false);
    else signal.addEventListener('abort', () => turn.end(false), { once: true });
    return turn;
  }

  /** Whether a load waits for another process, and so has read nothing that can be old. */
  isAwaited(key: K): boolean {
    return this.#waiting.has(key);
  }

  /** Lets those look again who wait for a key. */
  wake(key: K): void {
    const waiting = this.#waiting.get(key);
    if (waiting) for (const goOn of waiting) goOn();
  }

  /** Lets everybody look again who waits. */
  wakeAll(): void {
    for (const key of this.#waiting.keys()) this.wake(key);
  }

  /** A key was given another value, or none: what its load will bring is not shared. */
  changed(key: K): void {
    if (this.#own.size > 0) void this.#end(key, false);
  }

  /** A value that is being written has the claim with it. */
  async #endWritten(key: K, turn: LoadTurn<never>, isUnshared: boolean): Promise<void> {
    if (isUnshared) await this.parts.written(key);
    if (this.#own.get(key) === turn) await this.#end(key, isUnshared);
  }

  async #end(key: K, isUnshared: boolean): Promise<void> {
    if (!this.#own.delete(key)) return;
    await this.parts.claims.end(key, isUnshared).catch(() => {}); // it ends by itself
  }

  async #pause(key: K, ms: number, signal: AbortSignal): Promise<void> {
    const waiting = this.#waiting.get(key) ?? new Set();
    this.#waiting.set(key, waiting);
    await new Promise<void>((resolve) => {
      const goOn = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', goOn);
        waiting.delete(goOn);
        if (waiting.size === 0) this.#waiting.delete(key);
        resolve();
      };
      const timer = startTimer(goOn, ms);
      waiting.add(goOn);
      signal.addEventListener('abort', goOn, { once: true });
      if (signal.aborted) goOn();
    });
  }
}
