import { describe, expect, it } from '@jest/globals';
import { AlertPace } from './alert-pace.js';

describe('AlertPace', () => {
  it('lets one alert of a kind pass a minute, and says how many it held back', () => {
    const pace = new AlertPace();
    expect([0, 1, 59_999, 60_000].map((at) => pace.pass('critical', at))).toEqual([0, undefined, undefined, 2]);
  });

  it('keeps kinds apart', () => {
    const pace = new AlertPace();
    expect([pace.pass('warning', 0), pace.pass('critical', 1)]).toEqual([0, 0]);
  });
});
