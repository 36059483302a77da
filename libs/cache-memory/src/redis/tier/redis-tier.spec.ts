import { describe, expect, it } from '@jest/globals';
import { FencedWrites } from './fenced-writes.js';
import { RedisTier } from './redis-tier.js';
import { TierNames } from './tier-names.js';
import type { TierCommand } from './tracked-connection.js';

const NUMBERS = 'n:t:r:c';

/** A tier whose server keeps keys and one hash, and writes down what it is asked. */
function scene() {
  const keys = new Map<string, Uint8Array>();
  const hash = new Map<string, string>();
  const calls: string[] = [];
  const answers: Record<string, (args: TierCommand) => unknown> = {
    GET: ([key]) => keys.get(key as string) ?? null,
    SET: ([key, value]) => void keys.set(key as string, value as Uint8Array),
    DEL: ([key]) => void keys.delete(key as string),
    HMGET: ([, ...fields]) =>
      fields.map((field) => (hash.has(field as string) ? text(hash.get(field as string)!) : null)),
    HSETNX: ([, field, value]) => {
      if (hash.has(field as string)) return 0;
      hash.set(field as string, value as string);
      return 1;
    },
    EVAL: () => 0,
  };
  const send = async ([name, ...args]: TierCommand): Promise<unknown> => {
    calls.push(`${String(name)} ${String(args[0])}`);
    return answers[name as string]!(args);
  };
  const writes = new FencedWrites(() => send);
  const tier = new RedisTier('r', new TierNames('n'), 60_000, send, writes, () => {});
  return { tier, keys, hash, calls };
}

const text = (value: string) => Buffer.from(value);
const snapshot = (...tags: readonly string[]) => ({ bytes: text('value'), tags, expiresAt: Infinity });

describe('RedisTier', () => {
  it('has the number of everything begin where nothing has begun, and never at the same', async () => {
    const numbers = new Set<string>();
    for (let each = 0; each < 10; each++) {
      const { tier, hash, calls } = scene();
      await tier.spill('a', snapshot());
      numbers.add(hash.get('a')!);
      expect(calls).toEqual([`HMGET ${NUMBERS}`, `HSETNX ${NUMBERS}`, `HMGET ${NUMBERS}`, 'SET n:t:r:k:a']);
    }
    expect(numbers.size).toBe(10);
  });

  it('keeps and gives nothing by numbers that are of different times', async () => {
    const { tier, keys, hash } = scene();
    await tier.spill('tagged', snapshot('x'));
    tier.heardOfClearing();
    await tier.spill('a', snapshot());
    hash.set('a', 'another');
    expect(await tier.recall('tagged')).toBeUndefined();
    await tier.spill('late', snapshot('x'));
    expect([...keys.keys()]).toEqual(['n:t:r:k:tagged', 'n:t:r:k:a']);
  });

  it('knows anew what it has begun to count itself', async () => {
    const { tier, hash } = scene();
    await tier.spill('a', snapshot());
    hash.clear();
    await tier.spill('b', snapshot('x'));
    await tier.spill('c', snapshot('x'));
    expect([await tier.recall('a'), await tier.recall('c')]).toEqual([undefined, text('value')]);
  });

  it('asks for a number once, until it hears of a clearing', async () => {
    const { tier, hash, calls } = scene();
    await tier.spill('a', snapshot('x'));
    calls.length = 0;
    await tier.spill('a', snapshot('x'));
    await tier.recall('a');
    expect(calls).toEqual(['SET n:t:r:k:a', 'GET n:t:r:k:a']);
    tier.heardOfClearing();
    hash.set('t:x', '1');
    expect(await tier.recall('a')).toBeUndefined();
    expect(calls.slice(2)).toEqual(['GET n:t:r:k:a', `HMGET ${NUMBERS}`, `HMGET ${NUMBERS}`]);
  });

  it('tells what it clears in the turn in which it counts it', async () => {
    const { tier, calls } = scene();
    const cleared = tier.clear(['x']);
    expect(calls).toEqual(['EVAL ' + calls[0]!.slice(5), 'SET n:t:r:g:x', 'DEL n:t:r:g:x']);
    await cleared;
    expect(calls).toHaveLength(3);
  });
});
