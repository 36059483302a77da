import { describe, expect, it } from '@jest/globals';
import { ReliefLog } from './relief-log.js';

const given = () => {
  let nowMs = 100;
  const log = new ReliefLog(() => nowMs);
  const take = (entries: number, bytes: number) =>
    log.take('trim', 'a', () => {
      nowMs += 5;
      return { entries, bytes };
    });
  return { log, take };
};

describe('ReliefLog', () => {
  it('writes down what a step gave and how long it took', () => {
    const { log, take } = given();
    expect(take(2, 30)).toBe(30);
    expect(log.steps).toEqual([{ step: 'trim', of: 'a', entries: 2, bytes: 30, ms: 5 }]);
  });

  it('writes down what has entries without a weight, or bytes without entries', () => {
    const { log, take } = given();
    take(1, 0);
    take(0, 1);
    expect(log.steps.map(({ entries, bytes }) => [entries, bytes])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it('leaves out a step that gave nothing', () => {
    const { log, take } = given();
    expect([take(0, 0), take(0, -10)]).toEqual([0, -10]);
    expect(log.steps).toEqual([]);
  });
});
