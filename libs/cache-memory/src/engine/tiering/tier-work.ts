import type { EntryTier } from './entry-tier.js';
import { FORGET, type SpillJob, type WriteJob } from './spill-job.js';
import { SpillQueue } from './spill-queue.js';
import { TierDebts } from './tier-debts.js';

/** Jobs that are under way at a time. */
const MOST_RUNNING = 4;

/** A job that is under way. */
interface RunningJob<V> {
  readonly job: SpillJob<V>;
  readonly end: Promise<void>;
}

/** What becomes of the work. */
export interface WorkReport<K, V> {
  /** Whether an entry may be encoded now, for which memory is needed. */
  mayWrite(): boolean;
  written(key: K): void;
  /** A write was refused: another process has made a later value. */
  refused(key: K): void;
  /** A write was given up before it began. */
  dropped(key: K, job: WriteJob<V>): void;
  failed(operation: 'spill' | 'forget' | 'clear', key: K | undefined, error: unknown): void;
}

/**
 * The work that waits for a tier, in an order that keeps what is stale from coming back: the jobs of one key run one after the
 * other, a clear has the tier to itself, and what could not be forgotten is owed until it is.
 */
export class TierWork<K, V> {
  readonly #waiting = new SpillQueue<K, V>();
  readonly #running = new Map<K, RunningJob<V>>();
  readonly #debts = new TierDebts<K>();
  /** What is to be cleared next, and what is being cleared. */
  #wanted = new Set<string>();
  #isAllWanted = false;
  #clearing: { readonly tags: readonly string[] | undefined } | undefined;
  #isPumping = false;
  #whenIdle: (() => void)[] = [];
  /** Who waits until there is nothing to do for a key. */
  readonly #whenOver = new Map<() => void, K>();

  constructor(
    private readonly tier: EntryTier<K, V>,
    private readonly report: WorkReport<K, V>,
  ) {}

  get isIdle(): boolean {
    return this.#waiting.size === 0 && this.#running.size === 0 && !this.#clearing && !this.#isClearWanted;
  }

  /** What waits to be written for a key. */
  waitingWrite(key: K): WriteJob<V> | undefined {
    const job = this.#waiting.find(key);
    return job?.kind === 'write' ? job : undefined;
  }

  /** The end of what is under way for a key. */
  runningOf(key: K): Promise<void> | undefined {
    return this.#running.get(key)?.end;
  }

  /** Whether what the tier has of a key is not to be believed: it is to be forgotten, or should have been. */
  distrusts(key: K): boolean {
    const isLeaving = this.#isAllWanted || (this.#clearing !== undefined && this.#clearing.tags === undefined);
    return isLeaving || this.#waiting.find(key)?.kind === 'forget' || this.#debts.covers(key);
  }

  /** The tags that are to be cleared, are being cleared, or should have been. */
  tagsToClear(): readonly string[] {
    return [...this.#wanted, ...(this.#clearing?.tags ?? []), ...this.#debts.tags];
  }

  /** Whether the tier may have an older copy of a key than the one that the next write brings. */
  isOver(key: K): boolean {
    return this.#waiting.isOver(key) || this.#running.has(key) || this.#debts.covers(key);
  }

  hasRoom(weight: number): boolean {
    return this.#waiting.hasRoom(weight);
  }

  /** Has an entry written in place of whatever waits for its key. */
  write(key: K, job: WriteJob<V>): void {
    this.#add(key, job);
  }

  /** Has a key forgotten in place of whatever waits for it. */
  forget(key: K): void {
    this.#add(key, FORGET);
  }

  /** Takes a write back that has not begun. */
  takeBack(key: K, job: WriteJob<V>): void {
    this.#giveUp(key, job);
  }

  /** Lets a write be that has not begun, without forgetting what it was to replace. */
  abandon(key: K): void {
    const job = this.waitingWrite(key);
    if (!job) return;
    this.#waiting.take(key);
    job.release?.();
    this.#pumpSoon();
  }

  /** Has everything forgotten that carries one of the tags; without tags, everything. */
  clear(tags: readonly string[] | undefined): void {
    for (const [key, job] of this.#waiting.entries()) {
      if (isCleared(job, tags)) this.#giveUp(key, job);
      if (!tags) this.#waiting.take(key);
    }
    if (tags) for (const tag of tags) this.#wanted.add(tag);
    else this.#isAllWanted = true;
    this.#pumpSoon();
  }

  /** Keeps what others have cleared from coming back: gives up what waits to be written, and has forgotten what is being written. */
  outrun(tags: readonly string[] | undefined): void {
    for (const [key, job] of this.#waiting.entries()) if (isCleared(job, tags)) this.#giveUp(key, job);
    for (const [key, { job }] of this.#running) {
      if (isCleared(job, tags) && !this.#waiting.find(key)) this.forget(key);
    }
  }

  /** Tries again what the tier should have forgotten: all tags, and so many keys. */
  payDebts(mostKeys: number): void {
    if (this.#debts.isEmpty) return;
    const { keys, tags, isAll } = this.#debts.take(mostKeys);
    for (const key of keys) if (!this.#waiting.find(key) && !this.#isBeingWritten(key)) this.forget(key);
    for (const tag of tags) this.#wanted.add(tag);
    this.#isAllWanted ||= isAll;
    this.#pumpSoon();
  }

  /** Gives up every write that has not begun. */
  dropWrites(): void {
    for (const [key, job] of this.#waiting.entries()) if (job.kind === 'write') this.#drop(key, job);
  }

  /** Resolves when nothing waits and nothing is under way. */
  settled(): Promise<void> {
    if (this.isIdle) return Promise.resolve();
    return new Promise((resolve) => {
      this.#whenIdle.push(resolve);
    });
  }

  /** Resolves when nothing waits and nothing is under way for a key. */
  over(key: K): Promise<void> {
    if (!this.#isBusy(key)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#whenOver.set(resolve, key);
    });
  }

  /** Whether what is under way for a key makes up for what should have been forgotten, or has it forgotten where it fails. */
  #isBeingWritten(key: K): boolean {
    return this.#running.get(key)?.job.kind === 'write';
  }

  #isBusy(key: K): boolean {
    return this.#running.has(key) || this.#waiting.find(key) !== undefined;
  }

  get #isClearWanted(): boolean {
    return this.#isAllWanted || this.#wanted.size > 0;
  }

  #add(key: K, job: SpillJob<V>): void {
    const before = this.waitingWrite(key);
    this.#waiting.add(key, job);
    before?.release?.();
    this.#pumpSoon();
  }

  #drop(key: K, job: WriteJob<V>): void {
    this.#giveUp(key, job);
    this.report.dropped(key, job);
  }

  #giveUp(key: K, job: WriteJob<V>): void {
    this.#waiting.take(key);
    job.release?.();
    if (job.isOver) this.forget(key);
    else this.#pumpSoon();
  }

  /** Goes on when the operation that asked for it is over, so that the cache is whole. */
  #pumpSoon(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    queueMicrotask(() => {
      this.#isPumping = false;
      this.#pump();
    });
  }

  #pump(): void {
    for (const [resolve, key] of this.#whenOver) {
      if (!this.#isBusy(key) && this.#whenOver.delete(resolve)) resolve();
    }
    if (this.#clearing) return;
    if (this.#isClearWanted) {
      if (this.#running.size === 0) void this.#clear();
      return;
    }
    if (this.#running.size < MOST_RUNNING) this.#startWaiting();
    if (!this.isIdle) return;
    const idle = this.#whenIdle;
    this.#whenIdle = [];
    for (const resolve of idle) resolve();
  }

  #startWaiting(): void {
    for (const [key, job] of this.#waiting.entries()) {
      if (this.#running.has(key)) continue;
      if (job.kind === 'write' && !this.report.mayWrite()) {
        this.#drop(key, job);
        continue;
      }
      this.#waiting.take(key);
      this.#running.set(key, { job, end: this.#run(key, job) });
      if (this.#running.size >= MOST_RUNNING) return;
    }
  }

  async #run(key: K, job: SpillJob<V>): Promise<void> {
    const isDone = await (job.kind === 'write' ? this.#writeNow(key, job) : this.#forgetNow(key));
    this.#running.delete(key);
    if (isDone) this.#debts.paidKey(key);
    this.#pumpSoon();
  }

  async #writeNow(key: K, job: WriteJob<V>): Promise<boolean> {
    let mayHaveOne = job.isOver;
    try {
      const write = await this.#pack(key, job);
      if (this.#waiting.find(key) === FORGET) return false;
      mayHaveOne = true; // should it fail, it may have been written all the same
      if (await write()) this.report.written(key);
      else this.report.refused(key);
      return true;
    } catch (error) {
      this.report.failed('spill', key, error);
      if (mayHaveOne && !this.#waiting.find(key)) this.forget(key);
      return false;
    }
  }

  async #pack(key: K, job: WriteJob<V>): Promise<() => Promise<boolean>> {
    try {
      return await this.tier.pack(key, job.entry);
    } finally {
      job.release?.();
    }
  }

  async #forgetNow(key: K): Promise<boolean> {
    try {
      await this.tier.forget(key);
      return true;
    } catch (error) {
      this.#debts.addKey(key);
      this.report.failed('forget', key, error);
      return false;
    }
  }

  async #clear(): Promise<void> {
    const tags = this.#isAllWanted ? undefined : [...this.#wanted];
    this.#clearing = { tags };
    this.#wanted = new Set();
    this.#isAllWanted = false;
    try {
      await this.tier.clear(tags);
      if (!tags) this.#debts.take(Infinity);
    } catch (error) {
      this.#debts.addTags(tags);
      this.report.failed('clear', undefined, error);
    }
    this.#clearing = undefined;
    this.#pumpSoon();
  }
}

/** Whether a job writes an entry that carries one of the tags; without tags, whether it writes one. */
function isCleared<V>(job: SpillJob<V>, tags: readonly string[] | undefined): job is WriteJob<V> {
  return job.kind === 'write' && (!tags || job.entry.tags.some((tag) => tags.includes(tag)));
}
