import { CacheMemoryError } from '../../engine/errors.js';

/** Waits for an answer of the server; what it refuses rejects with `REDIS_FULL` or `REDIS_FAILED`. */
export async function askRedis<T>(what: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw redisProblem(what, error);
  }
}

/** What the server's refusal means for whoever asked: that memory is full, or that the server cannot be used. */
export function redisProblem(what: string, cause: unknown): CacheMemoryError {
  if (cause instanceof CacheMemoryError) return cause;
  const found = cause instanceof Error ? cause.message : String(cause);
  if (found.startsWith('OOM') || found.includes('-OOM') || found.includes("'maxmemory'")) {
    return new CacheMemoryError(
      'REDIS_FULL',
      {
        subject: what,
        expected: 'room in Redis',
        found: 'memory full of keys that may not be evicted',
        remedy: 'raise maxmemory, store fewer protected entries, or set maxmemory-policy to volatile-lru',
      },
      { cause },
    );
  }
  return new CacheMemoryError(
    'REDIS_FAILED',
    { subject: what, expected: 'an answer of the Redis server', found, remedy: 'check the server and the connection' },
    { cause },
  );
}

/** That a rebuild lost its lock, so that nothing of it may count any more. */
export function lockLost(category: string): CacheMemoryError {
  return new CacheMemoryError('REBUILD_FAILED', {
    subject: `category '${category}'`,
    expected: 'to hold the lock until the rebuild is done',
    found: 'that it was lost, since this process or the server stood still for too long',
    remedy: 'rebuild again; what was there before has stayed',
  });
}

/** That another process rebuilds the category just now. */
export function isRebuiltElsewhere(category: string): CacheMemoryError {
  return new CacheMemoryError('REBUILD_BUSY', {
    subject: `category '${category}'`,
    expected: 'nobody else to rebuild it',
    found: 'another process that does',
    remedy: 'leave it to that one, or rebuild again later',
  });
}

/** Whether a rebuild was refused since another process does it. */
export function isRebuiltByAnother(error: unknown): boolean {
  return error instanceof CacheMemoryError && error.code === 'REBUILD_BUSY';
}
