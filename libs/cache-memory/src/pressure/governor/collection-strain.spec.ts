import { describe, expect, it } from '@jest/globals';
import { CollectionStrain } from './collection-strain.js';

const MB = 2 ** 20;
const LIMIT = 256 * MB;
const after = (count: number, apartMs: number, liveShare: number) => {
  const strain = new CollectionStrain();
  for (let each = 0; each < count; each++) strain.note(each * apartMs, liveShare * LIMIT, LIMIT);
  return strain;
};

describe('CollectionStrain', () => {
  it('counts collections in a row that leave the heap full and follow closely', () => {
    expect(after(4, 1_000, 0.81)).toMatchObject({ isBusy: true, uselessInARow: 3 });
  });

  it('begins anew with one that leaves less', () => {
    const strain = after(4, 1_000, 0.81);
    strain.note(4_000, 0.79 * LIMIT, LIMIT);
    expect(strain).toMatchObject({ isBusy: true, uselessInARow: 0 });
  });

  it('goes on counting until three in a row were far apart, since the process may just have been held up', () => {
    const strain = after(4, 1_000, 0.7);
    for (const atMs of [100_000, 200_000]) strain.note(atMs, 0.81 * LIMIT, LIMIT);
    expect(strain).toMatchObject({ isBusy: true, uselessInARow: 2 });
    strain.note(300_000, 0.81 * LIMIT, LIMIT);
    expect(strain).toMatchObject({ isBusy: false, uselessInARow: 0 });
  });

  it('counts none where collections are far apart, or the first', () => {
    expect(after(9, 10_000, 0.9)).toMatchObject({ isBusy: false, uselessInARow: 0 });
    expect(after(1, 0, 0.9)).toMatchObject({ isBusy: false, uselessInARow: 0 });
  });

  it('has no strain before the first', () => {
    expect(new CollectionStrain()).toMatchObject({ isBusy: false, uselessInARow: 0 });
  });

  it('goes by the time between them on average', () => {
    const strain = after(2, 20_000, 0.81); // close are those that follow within some 8 seconds
    strain.note(21_000, 0.81 * LIMIT, LIMIT);
    expect(strain.isBusy).toBe(false); // 20 and 1 second
    strain.note(22_000, 0.81 * LIMIT, LIMIT);
    expect(strain.isBusy).toBe(true); // 10.5 and 1
  });
});
