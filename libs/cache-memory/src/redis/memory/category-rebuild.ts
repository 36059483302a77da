import { readSource, type SourceTally } from '../../sources/read-source.js';
import type { RebuildOptions, RebuildReport } from '../../sources/rebuild-report.js';
import type { RecoverySource } from '../../sources/recovery-source.js';
import type { RedisPort } from '../connection/redis-port.js';
import { type RedisScript, runScript } from '../connection/run-script.js';
import type { KeyNames } from './key-names.js';
import { BEGIN, END, FILL, FLIP, KEEP } from './protected-scripts.js';
import { isRebuiltElsewhere, lockLost, redisProblem } from './redis-problems.js';
import { scanKeys, sweepKeys } from './sweep-keys.js';

/** How long the lock outlives a process that died with it, in milliseconds. */
const LOCK_MS = 30_000;

/**
 * Rebuilds a protected category: under a lock, into a new generation of keys, which takes the place of the current one in a single
 * step. The number of the generation fences the lock, so that a process that lost it can change nothing that counts. What dies in
 * between leaves orphans, which the next rebuild clears away first.
 */
export class CategoryRebuild {
  readonly #lock: string;
  readonly #touched: string;
  readonly #prefix: string;
  readonly #hold: readonly string[];

  /** `encode` makes the text of a value. */
  constructor(
    private readonly port: RedisPort,
    private readonly names: KeyNames,
    private readonly category: string,
    private readonly source: RecoverySource,
    private readonly encode: (key: unknown, value: unknown) => readonly [string, string],
  ) {
    this.#lock = names.rebuildLock(category);
    this.#touched = names.touched(category);
    this.#prefix = names.protected(category);
    this.#hold = [names.state, this.#lock, this.#touched];
  }

  /** Rebuilds; one run at a time. Rejects with `REBUILD_BUSY` where another process does it. */
  async run(options: RebuildOptions): Promise<RebuildReport> {
    const startedAt = performance.now();
    const [generation, former] = await this.#begin();
    const keeping = setInterval(() => void this.#do(KEEP, [this.#lock], [generation, String(LOCK_MS)]), LOCK_MS / 3);
    keeping.unref();
    try {
      await this.#ask(this.#clear((each) => each < Number(generation) && each !== Number(former)));
      const { entries, skipped, problems } = await this.#fillOrClear(generation, options);
      await this.#mustHold(FLIP, this.#hold, [generation, this.category]);
      const removed = await this.#clearFormer(generation).catch(() => 0); // left to the next rebuild
      return { of: this.category, entries, removed, skipped, problems, tookMs: performance.now() - startedAt };
    } finally {
      clearInterval(keeping);
      await this.#do(END, this.#hold, [generation, this.category]);
    }
  }

  async #begin(): Promise<[generation: string, former: string]> {
    const { state, fence } = this.names;
    const keys = [state, this.#lock, fence, this.#touched];
    const begun = (await this.#ask(runScript(this.port, BEGIN, keys, [this.category, String(LOCK_MS)]))) as
      [string, string] | null;
    if (begun === null) throw isRebuiltElsewhere(this.category);
    return begun;
  }

  /** Where the source fails, what was built of it is cleared away: nobody has seen it. */
  async #fillOrClear(generation: string, options: RebuildOptions): Promise<SourceTally> {
    try {
      return await this.#fill(generation, options);
    } catch (error) {
      await this.#clear((each) => each === Number(generation)).catch(() => {}); // left to the next rebuild
      throw error;
    }
  }

  async #fill(generation: string, options: RebuildOptions): Promise<SourceTally> {
    const start = [generation, String(LOCK_MS), `${this.#prefix}${generation}:`];
    let entries = 0;
    const tally = await readSource(this.category, this.source, options, async (pairs) => {
      const texts = pairs.flatMap(([key, value]) => this.encode(key, value));
      entries += await this.#mustHold(FILL, [this.#lock, this.#touched], [...start, ...texts]);
    });
    return { ...tally, entries };
  }

  /** Clears away generations, and never one that may count: a later one than ours may have been made by another process. */
  #clear(isWanted: (generation: number) => boolean): Promise<number> {
    const start = this.#prefix.length;
    return sweepKeys(this.port, `${this.#prefix}*`, (name) =>
      isWanted(Number(name.slice(start, name.indexOf(':', start)))),
    );
  }

  /** Clears away what came before a generation; answers how many of its keys are not in that generation. */
  async #clearFormer(generation: string): Promise<number> {
    let removed = 0;
    const start = this.#prefix.length;
    for await (const names of scanKeys(this.port, `${this.#prefix}*`)) {
      const former = names.filter((name) => Number(name.slice(start, name.indexOf(':', start))) < Number(generation));
      if (former.length === 0) continue;
      const successors = former.map((name) => `${this.#prefix}${generation}${name.slice(name.indexOf(':', start))}`);
      const [left, kept] = await Promise.all([
        this.port.send(['UNLINK', ...former]),
        this.port.send(['EXISTS', ...successors]),
      ]);
      removed += Math.max(0, Number(left) - Number(kept));
    }
    return removed;
  }

  /** Runs a script that answers less than 0 where the lock is lost. */
  async #mustHold(script: RedisScript, keys: readonly string[], args: readonly string[]): Promise<number> {
    const answer = Number(await this.#ask(runScript(this.port, script, keys, args)));
    if (answer < 0) throw lockLost(this.category);
    return answer;
  }

  async #ask<T>(asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      throw redisProblem(`rebuild of category '${this.category}'`, error);
    }
  }

  /** Runs a script whose failure changes nothing: the lock then ends by itself. */
  async #do(script: RedisScript, keys: readonly string[], args: readonly string[]): Promise<void> {
    await runScript(this.port, script, keys, args).catch(() => {});
  }
}
