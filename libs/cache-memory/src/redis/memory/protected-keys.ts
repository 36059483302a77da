import type { RedisPort } from '../connection/redis-port.js';
import { runScript } from '../connection/run-script.js';
import type { KeyNames } from './key-names.js';
import { DELETE, READ, STORE } from './protected-scripts.js';

/** Entries without a lifetime. Each operation sees one whole generation of a category, never one that is being built. */
export class ProtectedKeys {
  constructor(
    private readonly port: RedisPort,
    private readonly names: KeyNames,
  ) {}

  /** The texts of keys in the generation that counts now; `null` for those that are not there. */
  async read(category: string, keys: readonly string[]): Promise<(string | null)[]> {
    const args = [this.names.protected(category), category, ...keys];
    return (await runScript(this.port, READ, [this.names.state], args)) as (string | null)[];
  }

  async store(category: string, key: string, text: string): Promise<void> {
    await runScript(this.port, STORE, this.#keysOf(category), [this.names.protected(category), category, key, text]);
  }

  /** Answers whether there was a value. */
  async delete(category: string, key: string): Promise<boolean> {
    const args = [this.names.protected(category), category, key];
    return Number(await runScript(this.port, DELETE, this.#keysOf(category), args)) > 0;
  }

  #keysOf(category: string): string[] {
    return [this.names.state, this.names.rebuildLock(category), this.names.touched(category)];
  }
}
