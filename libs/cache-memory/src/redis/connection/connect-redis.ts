import { createClient } from 'redis';
import type { RedisLink } from './redis-port.js';
import type { RedisClientLike } from './redis-client-like.js';

/** Options of node-redis' `createClient`, such as `{ url: 'redis://cache:6379' }`. */
export type RedisConnectionOptions = Readonly<Record<string, unknown>>;

/** How often a silent connection is tried, and how long it may stay silent, in milliseconds: a server that hangs closes no connection. */
const NOTICE_HANG = { pingInterval: 1_000, socket: { socketTimeout: 5_000 } };

/**
 * A connection of the library's own: it fails at once while there is none, instead of queueing, notices a server that hangs, and
 * reconnects by itself.
 */
export function connectRedis(options: RedisConnectionOptions): RedisLink {
  const socket = { ...NOTICE_HANG.socket, ...(options['socket'] as object | undefined) };
  const client = createClient({ RESP: 3, disableOfflineQueue: true, ...NOTICE_HANG, ...options, socket } as object);
  client.on('error', () => {}); // commands say so too
  return linkTo(client, client.options.database ?? 0, () => client.destroy());
}

/** The link through a client of the application's own, which is opened where it is not yet, and never closed. */
export function borrowRedis(client: RedisClientLike, database: number): RedisLink {
  return linkTo(client, database, () => {});
}

function linkTo(client: RedisClientLike, database: number, end: () => void): RedisLink {
  return {
    database,
    send: (args) => client.sendCommand(args as string[]),
    open: () =>
      new Promise<void>((resolve) => {
        if (client.isReady) return resolve();
        client.on('ready', resolve);
        client.on('error', () => resolve());
        if (!client.isOpen)
          client.connect().then(
            () => resolve(),
            () => resolve(),
          );
      }),
    close: async () => {
      if (client.isOpen) end();
    },
  };
}
