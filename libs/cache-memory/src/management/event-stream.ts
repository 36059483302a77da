import { setTimeout } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable, ServiceUnavailableException } from '@nestjs/common';
import { defer, finalize, interval, map, merge, Observable, ReplaySubject, share, startWith, takeUntil } from 'rxjs';
import { CacheMemory } from '../standalone/cache-memory.js';
import type { CacheMemoryEvents } from '../standalone/cache-memory-events.js';
import type { ManagementSettings } from './management-options.js';
import { MANAGEMENT_SETTINGS } from './management-settings.token.js';
import { ManagementReader } from './management-reader.js';

/** Milliseconds that ended streams have to leave before the server closes. */
const ENDING_MS = 20;

/** One server-sent event. */
export interface ManagementEvent {
  /** `status`: the whole status; `pressure`: a report of another level; `relief`: a report of memory given back; `alert`: a memory alert. */
  readonly type: 'status' | 'pressure' | 'relief' | 'alert';
  readonly data: object;
}

/**
 * What `GET events` sends: the status at once and then at each interval, changes of the pressure level, relief and alerts as they come.
 * All streams share one timer, which runs only while somebody listens; every stream ends when the application shuts down,
 * and so does one that is opened from then on, at once.
 */
@Injectable()
export class EventStream implements BeforeApplicationShutdown {
  readonly #ended = new ReplaySubject<void>(1); // ends what is opened later too
  readonly #events: Observable<ManagementEvent>;
  #open = 0;

  constructor(
    private readonly cacheMemory: CacheMemory,
    private readonly reader: ManagementReader,
    @Inject(MANAGEMENT_SETTINGS) private readonly settings: ManagementSettings,
  ) {
    this.#events = merge(
      interval(settings.eventIntervalMs).pipe(map(() => this.#status())),
      this.#heard('pressure.changed', 'pressure'),
      this.#heard('memory.relieved', 'relief'),
      this.#heard('memory.alert', 'alert'),
    ).pipe(share());
  }

  /** Streams that are open. */
  get open(): number {
    return this.#open;
  }

  /** A stream of events. Throws 503 where as many are open as there may be. */
  stream(): Observable<ManagementEvent> {
    const { maxStreams } = this.settings;
    if (this.#open >= maxStreams) {
      throw new ServiceUnavailableException(
        `All ${maxStreams} event streams are in use; close one, or raise maxStreams.`,
      );
    }
    return defer(() => {
      this.#open++;
      return this.#events.pipe(
        startWith(this.#status()),
        finalize(() => this.#open--),
      );
    }).pipe(takeUntil(this.#ended));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#ended.next();
    this.#ended.complete();
    await setTimeout(ENDING_MS); // an answer that has not left yet would keep its connection, and the server, open for seconds
  }

  #status(): ManagementEvent {
    return { type: 'status', data: this.reader.status() };
  }

  #heard(
    name: 'pressure.changed' | 'memory.relieved' | 'memory.alert',
    type: ManagementEvent['type'],
  ): Observable<ManagementEvent> {
    return new Observable((subscriber) =>
      this.cacheMemory.on<keyof CacheMemoryEvents>(name, (told) => subscriber.next({ type, data: told as object })),
    );
  }
}
