import { describe, expect, it } from '@jest/globals';
import { type FailedLoad, FailureMemory } from './failure-memory.js';

function failure(until: number): FailedLoad {
  return { hasError: true, error: until, tags: [], until };
}

describe('FailureMemory', () => {
  it('remembers each failure for its own time', () => {
    const memory = new FailureMemory<string>();
    memory.add('a', failure(10), 0);
    memory.add('b', failure(20), 0);
    expect(memory.find('a', 9)).toMatchObject({ error: 10 });
    expect(memory.find('a', 10)).toBeUndefined();
    expect(memory.size).toBe(1);
    memory.forgetOver(20);
    expect(memory.size).toBe(0);
  });

  it('holds no more than 1,024, the latest, and clears away those whose time is over as others come', () => {
    const memory = new FailureMemory<number>();
    for (let key = 0; key < 2_000; key++) memory.add(key, failure(1_000_000), key);
    expect(memory.size).toBe(1_024);
    expect(memory.find(975, 0)).toBeUndefined();
    expect(memory.find(976, 0)).toBeDefined();
    for (let key = 0; key < 512; key++) memory.add(key, failure(2_000_000), 1_000_000);
    expect(memory.size).toBe(512);
  });
});
