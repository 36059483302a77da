import { describe, expect, it } from '@jest/globals';
import { GhostQueue } from './ghost-queue.js';

describe('GhostQueue', () => {
  it('remembers as many as it is asked for, and no more', () => {
    const ghosts = new GhostQueue();
    for (let hash = 1; hash <= 1_000; hash++) ghosts.add(hash, 100);
    const remembered = Array.from({ length: 1_000 }, (_, index) => index + 1).filter((hash) => ghosts.has(hash, 100));
    expect(remembered).toEqual(Array.from({ length: 100 }, (_, index) => index + 901));
  });

  it('forgets one that came back', () => {
    const ghosts = new GhostQueue();
    ghosts.add(-7, 10);
    ghosts.add(8, 10);
    ghosts.delete(-7);
    expect([-7, 8, 9].map((hash) => ghosts.has(hash, 10))).toEqual([false, true, false]);
  });

  it('counts one that left twice from its last time', () => {
    const ghosts = new GhostQueue();
    for (const hash of [1, 2, 3, 1, 4]) ghosts.add(hash, 3);
    expect([1, 2, 3, 4].map((hash) => ghosts.has(hash, 3))).toEqual([true, false, true, true]);
  });
});
