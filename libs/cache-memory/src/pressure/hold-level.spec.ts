import { describe, expect, it } from '@jest/globals';
import { type HeldLevel, holdLevel } from './hold-level.js';

const at = (atMs: number, majorCollections = 0) => ({ atMs, majorCollections });
const critical: HeldLevel = { level: 'critical', calmSince: undefined };

describe('holdLevel', () => {
  it('takes a higher level at once', () => {
    expect(holdLevel({ level: 'normal', calmSince: undefined }, 'critical', at(0)).level).toBe('critical');
  });

  it('leaves a level after two major collections', () => {
    const calm = holdLevel(critical, 'normal', at(0, 7));
    expect(calm.level).toBe('critical');
    expect(holdLevel(calm, 'normal', at(10, 8)).level).toBe('critical');
    expect(holdLevel(calm, 'normal', at(20, 9)).level).toBe('normal');
  });

  it('leaves a level after five seconds without a collection', () => {
    const calm = holdLevel(critical, 'warning', at(1_000));
    expect(holdLevel(calm, 'warning', at(5_999)).level).toBe('critical');
    expect(holdLevel(calm, 'warning', at(6_000)).level).toBe('warning');
  });

  it('begins anew where pressure comes back meanwhile', () => {
    const calm = holdLevel(critical, 'normal', at(0));
    const again = holdLevel(calm, 'critical', at(3_000));
    const calmAgain = holdLevel(again, 'normal', at(4_000));
    expect(holdLevel(calmAgain, 'normal', at(8_000)).level).toBe('critical');
  });
});
