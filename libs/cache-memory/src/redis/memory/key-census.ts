import type { RedisPort } from '../connection/redis-port.js';
import type { KeyNames } from './key-names.js';
import { scanKeys } from './sweep-keys.js';

/** What one category holds. */
export interface CategoryCount {
  readonly keys: number;
  /** Bytes, estimated from a sample of its keys. */
  readonly bytes: number;
}

/** The keys of a namespace by class and category, counted in the background. */
export interface KeyCensus {
  /** When counting ended, in milliseconds since 1970. */
  readonly countedAt: number;
  /** Milliseconds that counting took. */
  readonly tookMs: number;
  readonly protected: Readonly<Record<string, CategoryCount>>;
  readonly evictable: Readonly<Record<string, CategoryCount>>;
  /** Protected keys of generations that do not count: of a rebuild that is under way, or that has died. */
  readonly orphans: number;
}

/** Of each category one key in so many is weighed, and the first ones. */
const WEIGH_ONE_IN = 500;
const WEIGH_FIRST = 10;

/** How counting spares the server. */
export interface CensusPace {
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  /** The share of the time, above 0 and at most 1, in which the server is asked. */
  readonly share: number;
}

/**
 * Counts the keys of a namespace, step by step with pauses in between, so that the server stays free for others. Keys that come or go
 * meanwhile may or may not be counted.
 */
export async function countKeys(port: RedisPort, names: KeyNames, { pause, share }: CensusPace): Promise<KeyCensus> {
  const startedAt = performance.now();
  const current = await currentGenerations(port, names);
  const tallies = { protected: new Map<string, Tally>(), evictable: new Map<string, Tally>() };
  let orphans = 0;
  let stepAt = startedAt;
  for await (const found of scanKeys(port, names.every)) {
    const weighed: [Tally, string][] = [];
    for (const name of found) {
      const { isProtected, category, generation } = names.read(name) ?? {};
      if (category === undefined) continue;
      if (isProtected && generation !== (current.get(category) ?? '0')) {
        orphans++;
        continue;
      }
      const tally = tallyOf(isProtected ? tallies.protected : tallies.evictable, category);
      if (tally.keys < WEIGH_FIRST || tally.keys % WEIGH_ONE_IN === 0) weighed.push([tally, name]);
      tally.keys++;
    }
    await Promise.all(weighed.map(([tally, name]) => weigh(port, tally, name)));
    await pause((performance.now() - stepAt) * (1 / share - 1));
    stepAt = performance.now();
  }
  return {
    countedAt: Date.now(),
    tookMs: performance.now() - startedAt,
    protected: summarise(tallies.protected),
    evictable: summarise(tallies.evictable),
    orphans,
  };
}

interface Tally {
  keys: number;
  weighed: number;
  weighedBytes: number;
}

function tallyOf(tallies: Map<string, Tally>, category: string): Tally {
  const known = tallies.get(category);
  if (known) return known;
  const tally = { keys: 0, weighed: 0, weighedBytes: 0 };
  tallies.set(category, tally);
  return tally;
}

async function weigh(port: RedisPort, tally: Tally, name: string): Promise<void> {
  const bytes = Number(await port.send(['MEMORY', 'USAGE', name]));
  if (!(bytes > 0)) return; // it left meanwhile
  tally.weighed++;
  tally.weighedBytes += bytes;
}

async function currentGenerations(port: RedisPort, names: KeyNames): Promise<Map<string, string>> {
  const reply = await port.send(['HGETALL', names.state]);
  const pairs = Array.isArray(reply) ? pairsOf(reply as string[]) : Object.entries(reply as Record<string, string>);
  return new Map(
    pairs.flatMap(([field, generation]) =>
      field.startsWith('current:') ? [[field.slice(8), generation] as const] : [],
    ),
  );
}

function pairsOf(flat: readonly string[]): [string, string][] {
  return flat.flatMap((field, index): [string, string][] => (index % 2 === 0 ? [[field, flat[index + 1]!]] : []));
}

function summarise(tallies: ReadonlyMap<string, Tally>): Record<string, CategoryCount> {
  return Object.fromEntries(
    [...tallies].map(([category, { keys, weighed, weighedBytes }]) => [
      category,
      { keys, bytes: weighed === 0 ? 0 : Math.round((weighedBytes / weighed) * keys) },
    ]),
  );
}
