import { setImmediate } from 'node:timers/promises';
import type { ChunkBuilder } from '../results/chunk-builder.js';
import type { Chunk } from '../results/chunk.js';
import type { Row, Subject } from '../results/column-type.js';
import { ResultStoreError } from '../results/errors.js';
import type { ChunkSink } from './chunk-sink.js';
import type { SetInfo } from './set-info.js';
import { describeSet } from './set-info.js';
import { estimateEta, type WriteProgress } from './write-progress.js';

/** How long rows are taken before the event loop has a turn. */
const TURN_MS = 8;
/** Rows between two looks at the clock and at the memory. */
const ROWS_PER_LOOK = 256;

/** What a writer works with. */
export interface WriterParts {
  readonly builder: ChunkBuilder;
  readonly sink: ChunkSink;
  /** Whether so much is too much for memory. */
  readonly outgrows: (subjects: number, bytes: number) => boolean;
  /** Where a set that outgrows memory goes on. */
  readonly moveToDisk: (sink: ChunkSink) => Promise<ChunkSink>;
  /** Told of a set that has been completed. */
  readonly completed: (id: string) => Promise<void>;
  /** Told that the writer is at its end, completed or not. */
  readonly ended: (writer: ResultWriter) => void;
  readonly expectedSubjects: number | undefined;
  readonly resumedAfter: Subject | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: WriteProgress) => void) | undefined;
}

/**
 * Writes one set: `write` rows, then `complete`. A writer that is disposed of without `complete` leaves whole chunks on disk, to
 * be read as a `partial` set or resumed; in memory it leaves nothing.
 */
export class ResultWriter implements AsyncDisposable {
  #sink: ChunkSink;
  #state: 'open' | 'complete' | 'closed' = 'open';
  #turn: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> = Promise.resolve();
  /** The move from memory to disk. */
  #moving: Promise<void> = Promise.resolve();
  #rows = 0;
  #subjectsPut = 0;
  readonly #rowsBefore: number;
  readonly #subjectsBefore: number;
  readonly #startedMs = performance.now();
  readonly #abort = (): void => void this.#close().catch(() => undefined); // whoever disposes is told

  constructor(private readonly parts: WriterParts) {
    this.#sink = parts.sink;
    this.#rowsBefore = parts.sink.manifest.rows;
    this.#subjectsBefore = parts.sink.manifest.subjects;
    parts.signal?.addEventListener('abort', this.#abort, { once: true });
  }

  /** The id that the set is opened by. */
  get id(): string {
    return this.#sink.manifest.id;
  }

  /** Where the set goes by now. */
  get kind(): 'memory' | 'parquet' {
    return this.#sink.kind;
  }

  /** The last subject that had been committed before this writer went on; `undefined` for a new set. */
  get resumedAfter(): Subject | undefined {
    return this.parts.resumedAfter;
  }

  /** How far it is. */
  get progress(): WriteProgress {
    const { subjects: committedSubjects, bytes } = this.#sink.manifest;
    const taken = this.#subjectsPut + this.parts.builder.subjects;
    const elapsedMs = Math.max(1, performance.now() - this.#startedMs);
    const { expectedSubjects: expected } = this.parts;
    return {
      kind: this.kind,
      subjects: this.#subjectsBefore + taken,
      rows: this.#rowsBefore + this.#rows,
      bytes,
      committedSubjects,
      rowsPerSecond: (this.#rows * 1_000) / elapsedMs,
      etaMs: estimateEta(taken, expected === undefined ? undefined : expected - this.#subjectsBefore, elapsedMs),
    };
  }

  /**
   * Takes rows in ascending order of the subject; resolves once there is room for more. Throws `INVALID_ROW` or
   * `SUBJECT_ORDER`, naming the row: rows before it have been taken, and writing can go on. Throws `NO_ROOM` or `WRITE_FAILED`
   * where a chunk could not be written, `WRITE_ABORTED` after the signal, `WRITER_CLOSED` after the end. A set that could not be moved
   * from memory to disk is in memory still, and writing can go on once there is room.
   */
  async write(rows: Iterable<Row> | AsyncIterable<Row>): Promise<void> {
    await this.#inTurn(async () => {
      this.#check();
      if (Symbol.asyncIterator in rows) for await (const row of rows) await this.#take(row);
      else await this.#takeAll(rows);
    });
  }

  /** Writes what is left and marks the set as complete. Throws as `write` does; the set is then not complete. */
  async complete(): Promise<SetInfo> {
    return this.#inTurn(async () => {
      this.#check();
      await this.#put(this.parts.builder.take());
      await this.#moveIfTooLarge();
      this.#check();
      await this.#sink.complete();
      this.#state = 'complete';
      this.#end();
      await this.parts.completed(this.id);
      return describeSet(this.#sink.manifest, this.kind, 'complete');
    });
  }

  /** Gives up what is not committed, unless the set is complete. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }

  async #takeAll(rows: Iterable<Row>): Promise<void> {
    let turnMs = performance.now();
    let count = 0;
    for (const row of rows) {
      const full = this.#add(row);
      if (full) await this.#put(full);
      if (++count % ROWS_PER_LOOK !== 0) continue;
      await this.#moveIfTooLarge();
      if (performance.now() - turnMs < TURN_MS) continue;
      await setImmediate();
      this.#check();
      turnMs = performance.now();
    }
    await this.#moveIfTooLarge();
  }

  async #take(row: Row): Promise<void> {
    this.#check();
    const full = this.#add(row);
    if (full) await this.#put(full);
    if (this.#rows % ROWS_PER_LOOK === 0) await this.#moveIfTooLarge();
  }

  #add(row: Row): Chunk | undefined {
    const full = this.parts.builder.add(row);
    this.#rows++;
    return full;
  }

  async #put(chunk: Chunk | undefined): Promise<void> {
    if (!chunk) return;
    this.#subjectsPut += chunk.subjects;
    await this.#sink.put(chunk);
    this.#check();
    this.parts.onProgress?.(this.progress);
    await this.#moveIfTooLarge();
  }

  async #moveIfTooLarge(): Promise<void> {
    if (this.#sink.kind === 'parquet') return;
    const { builder, outgrows } = this.parts;
    const { subjects, bytes } = this.#sink.manifest;
    if (!outgrows(subjects + builder.subjects, bytes + builder.bytes)) return;
    this.#check();
    this.#moving = Promise.resolve().then(() => this.#move()); // known before it begins, to whoever closes as it does
    await this.#moving;
    this.#check();
  }

  async #move(): Promise<void> {
    this.#sink = await this.parts.moveToDisk(this.#sink);
  }

  /** Calls of `write` and `complete` follow one another, however they are made. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(act).catch((error: unknown) => {
      if (this.parts.signal?.aborted) this.#check(); // whatever failed then failed for that
      throw error;
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  #check(): void {
    const { signal } = this.parts;
    if (signal?.aborted) {
      throw new ResultStoreError(
        'WRITE_ABORTED',
        {
          subject: `set '${this.id}'`,
          expected: 'a signal that has not been aborted',
          found: 'an aborted one',
          remedy: this.kind === 'parquet' ? 'resume the set to go on after its last chunk' : 'create the set again',
        },
        { cause: signal.reason },
      );
    }
    if (this.#state === 'open') return;
    throw new ResultStoreError('WRITER_CLOSED', {
      subject: `set '${this.id}'`,
      expected: 'a writer that is open',
      found: this.#state === 'complete' ? 'one that has completed its set' : 'one that has been closed',
      remedy: this.#state === 'complete' ? 'create another set' : 'resume the set, or create another',
    });
  }

  /** Resolves when all is given back, whoever began it. */
  #close(): Promise<void> {
    if (this.#state === 'open') {
      this.#state = 'closed';
      this.#closing = this.#abandon();
    }
    return this.#closing;
  }

  /** A move that is under way ends first: what it has opened is given back too. */
  async #abandon(): Promise<void> {
    try {
      await this.#moving.catch(() => undefined); // whoever writes is told
      await this.#sink.abandon();
    } finally {
      this.#end();
    }
  }

  #end(): void {
    this.parts.signal?.removeEventListener('abort', this.#abort);
    this.parts.ended(this);
  }
}
