import { createClient, RESP_TYPES } from 'redis';
import { CacheMemoryError } from '../../engine/errors.js';
import { startTimer } from '../../engine/time/start-timer.js';
import type { RedisConnectionOptions } from '../connection/connect-redis.js';
import { startHeartbeat } from './heartbeat.js';

/** What hears of a tracked connection. */
export interface TrackedNews {
  /** Somebody else changed this key; `null` for all keys. */
  changed(key: string | null): void;
  /** The connection is gone, or the server hangs: changes go unheard from now on. */
  lost(): void;
  /** Changes are heard again, from now on. */
  regained(): void;
}

/** What is sent; texts and bytes. */
export type TierCommand = readonly (string | Uint8Array)[];

/** How long a server may take to accept a connection, in milliseconds, unless the application says. */
const CONNECT_MS = 1_000;
/** Pauses between two attempts to connect, in milliseconds. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

type Client = ReturnType<typeof makeClient>;

/**
 * A connection over which the server tells of every change that others make to keys with a prefix (client tracking, RESP3). It notices
 * within `hangTimeoutMs`, and a second for each megabyte that is just being sent, that the server hangs or packets are dropped, and
 * connects anew by itself.
 */
export class TrackedConnection {
  readonly #firstTry: Promise<void>;
  #client: Client | undefined;
  #heart: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #unansweredBytes = 0;
  #isClosed = false;

  constructor(
    private readonly options: RedisConnectionOptions,
    private readonly prefix: string,
    private readonly hangTimeoutMs: number,
    private readonly news: TrackedNews,
  ) {
    this.#firstTry = this.#connect();
  }

  /** Resolves once the first attempt to connect has succeeded or failed. */
  get firstTry(): Promise<void> {
    return this.#firstTry;
  }

  /** Whether changes are heard now. */
  get isHearing(): boolean {
    return this.#client !== undefined;
  }

  /** Sends a command; texts come back as bytes. Rejects at once where changes are not heard. */
  send(command: TierCommand): Promise<unknown> {
    const client = this.#client;
    if (!client) return Promise.reject(notConnected());
    return this.#sendOver(client, command);
  }

  /** What sends over the connection of now, and never over one that comes after it. */
  session(): (command: TierCommand) => Promise<unknown> {
    const client = this.#client;
    if (!client) throw notConnected();
    return (command) => this.#sendOver(client, command);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#drop();
  }

  async #sendOver(client: Client, command: TierCommand): Promise<unknown> {
    const bytes = command.reduce((sum, part) => sum + part.length, 0);
    this.#unansweredBytes += bytes;
    try {
      return await client.sendCommand(command as Buffer[]);
    } finally {
      this.#unansweredBytes -= bytes;
    }
  }

  async #connect(): Promise<void> {
    const client = makeClient(this.options);
    client.on('error', () => this.#lose(client));
    client.on('end', () => this.#lose(client));
    client.on('invalidate', (key: { toString(): string } | null) =>
      this.news.changed(key === null ? null : key.toString()),
    );
    const overdue = startTimer(() => destroy(client), connectMs(this.options) + this.hangTimeoutMs).unref();
    try {
      await client.connect();
      await client.sendCommand(['CLIENT', 'TRACKING', 'OFF']); // node-redis has switched on another kind
      await client.sendCommand(['CLIENT', 'TRACKING', 'ON', 'BCAST', 'PREFIX', this.prefix, 'NOLOOP']);
      if (this.#isClosed) return destroy(client);
      this.#client = client;
      this.#pauseMs = FIRST_PAUSE_MS;
      this.#heart = startHeartbeat({
        hangTimeoutMs: this.hangTimeoutMs,
        ping: () => client.ping(),
        unansweredBytes: () => this.#unansweredBytes,
        hung: () => this.#lose(client),
      });
      this.news.regained();
    } catch {
      destroy(client);
      this.#connectLater();
    } finally {
      clearTimeout(overdue);
    }
  }

  #lose(client: Client): void {
    if (client !== this.#client) return;
    this.#drop();
    this.news.lost();
    this.#connectLater();
  }

  #drop(): void {
    const client = this.#client;
    this.#client = undefined; // its end, which is told while it is destroyed, is no loss of its own
    clearInterval(this.#heart);
    if (client) destroy(client);
  }

  #connectLater(): void {
    if (this.#isClosed) return;
    this.#retry = setTimeout(() => void this.#connect(), this.#pauseMs).unref();
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2);
  }
}

function makeClient(options: RedisConnectionOptions) {
  const socket = {
    connectTimeout: connectMs(options),
    ...(options['socket'] as object | undefined),
    reconnectStrategy: false,
  };
  const all = { ...options, socket, RESP: 3 as const, emitInvalidate: true, disableOfflineQueue: true };
  return createClient(all as object).withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
}

function connectMs(options: RedisConnectionOptions): number {
  return (options['socket'] as { connectTimeout?: number } | undefined)?.connectTimeout ?? CONNECT_MS;
}

function destroy(client: Client): void {
  if (client.isOpen) client.destroy();
}

function notConnected(): CacheMemoryError {
  return new CacheMemoryError('REDIS_FAILED', {
    subject: 'Redis tier',
    expected: 'a connection over which changes are heard',
    found: 'none',
    remedy: 'check the server and the connection',
  });
}
