import { describe, expect, it } from '@jest/globals';
import { FORGET, type WriteJob } from './spill-job.js';
import { SpillQueue } from './spill-queue.js';

const MB = 1024 * 1024;

function write(weight: number, isOver = false): WriteJob<string> {
  const rest = { value: 'v', ttlLeftMs: 1, idleLeftMs: 1, idleMs: 1, costMs: 0, tags: [], rank: 1, guarded: false };
  return { kind: 'write', entry: { ...rest, weight }, since: 0, isOver, release: undefined };
}

describe('SpillQueue', () => {
  it('keeps the latest job of each key, in the order in which they came', () => {
    const queue = new SpillQueue<string, string>();
    const [one, other, latest] = [write(1), write(2), write(3)];
    queue.add('a', one);
    queue.add('b', other);
    queue.add('c', FORGET);
    queue.add('a', latest);
    expect([...queue.entries()]).toEqual([
      ['b', other],
      ['c', FORGET],
      ['a', latest],
    ]);
    expect([queue.size, queue.find('a'), queue.find('z')]).toEqual([3, latest, undefined]);
    expect([queue.take('a'), queue.take('a'), queue.size]).toEqual([latest, undefined, 2]);
  });

  it('has room for 1,024 writes, whatever else waits', () => {
    const queue = new SpillQueue<number, string>();
    for (let key = 0; key < 2_000; key++) queue.add(-1 - key, FORGET);
    for (let key = 0; key < 1_023; key++) queue.add(key, write(0));
    expect(queue.hasRoom(0)).toBe(true);
    queue.add(1_023, write(0));
    expect(queue.hasRoom(0)).toBe(false);
    queue.add(1_023, write(0));
    queue.take(-1);
    expect(queue.hasRoom(0)).toBe(false);
    queue.add(1_023, FORGET);
    expect(queue.hasRoom(0)).toBe(true);
  });

  it('has room for 32 MB, and for one entry of any weight', () => {
    const queue = new SpillQueue<string, string>();
    expect(queue.hasRoom(100 * MB)).toBe(true);
    queue.add('a', write(30 * MB));
    expect([queue.hasRoom(2 * MB), queue.hasRoom(2 * MB + 1)]).toEqual([true, false]);
    queue.add('b', write(2 * MB));
    expect([queue.hasRoom(0), queue.hasRoom(1)]).toEqual([true, false]);
    queue.take('b');
    queue.add('a', write(1 * MB));
    expect([queue.hasRoom(31 * MB), queue.hasRoom(31 * MB + 1)]).toEqual([true, false]);
    queue.take('a');
    expect(queue.hasRoom(100 * MB)).toBe(true);
  });

  it('knows for which keys the tier may have an older copy', () => {
    const queue = new SpillQueue<string, string>();
    queue.add('new', write(0));
    queue.add('newer', write(0, true));
    queue.add('gone', FORGET);
    expect(['new', 'newer', 'gone', 'other'].map((key) => queue.isOver(key))).toEqual([false, true, true, false]);
  });
});
