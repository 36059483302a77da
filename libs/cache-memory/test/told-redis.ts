import type { RedisLink } from '../src/redis/connection/redis-port.js';

/** A Redis that is only told of: it answers INFO and SCAN with what it is told to hold, and everything else with nothing. */
export class ToldRedis implements RedisLink {
  readonly database = 0;
  isReachable = true;
  hangs = false;
  usedBytes = 0;
  /** Names of keys; each is said to take a hundred bytes. */
  keys: string[] = [];

  constructor(private readonly maxBytes: number) {}

  async open(): Promise<void> {}

  async close(): Promise<void> {}

  send([command, ...args]: readonly string[]): Promise<unknown> {
    if (!this.isReachable) return Promise.reject(new Error('nobody answers'));
    if (this.hangs) return new Promise(() => {});
    return Promise.resolve(this.#answer(command!, args));
  }

  #answer(command: string, args: readonly string[]): unknown {
    if (command === 'INFO') return this.#info();
    if (command === 'SET') return 'OK';
    if (command === 'MEMORY') return 100;
    if (command === 'HGETALL') return {};
    if (command === 'UNLINK') return this.#unlink(args);
    if (command === 'SCAN') return ['0', this.keys.filter((name) => name.startsWith(args[2]!.replace('*', '')))];
    return 0;
  }

  #info(): string {
    return [
      `used_memory:${this.usedBytes}`,
      `maxmemory:${this.maxBytes}`,
      'maxmemory_policy:volatile-lru',
      'mem_fragmentation_ratio:1.25',
      'evicted_keys:7',
      `db0:keys=${this.keys.length},expires=0`,
    ].join('\r\n');
  }

  #unlink(names: readonly string[]): number {
    this.keys = this.keys.filter((name) => !names.includes(name));
    this.usedBytes = 100 * this.keys.length;
    return names.length;
  }
}
