import { describe, expect, it } from '@jest/globals';
import { Paced } from './paced.js';

/** A reading that takes a given time on a given clock, and counts how often it is made. */
const given = ({ tookMs = 0 }) => {
  const at = { nowMs: 0, made: 0, tookMs };
  const make = () => {
    at.nowMs += at.tookMs;
    return ++at.made;
  };
  return { at, paced: new Paced(make, () => at.nowMs) };
};

describe('Paced', () => {
  it('makes the first reading at once', () => {
    expect(given({}).paced.read(100)).toBe(1);
  });

  it('keeps a reading until it is too old', () => {
    const { at, paced } = given({});
    paced.read(100);
    at.nowMs = 99;
    expect(paced.read(100)).toBe(1);
    at.nowMs = 100;
    expect(paced.read(100)).toBe(2);
  });

  it('makes a new one whenever none may be old', () => {
    const { paced } = given({});
    paced.read(0);
    expect(paced.read(0)).toBe(2);
  });

  it('makes one that took more than a millisecond once a second at the most, whatever is asked', () => {
    const { at, paced } = given({ tookMs: 1.5 });
    paced.read(0);
    at.nowMs = 999;
    expect(paced.read(0)).toBe(1);
    at.nowMs = 1_000;
    expect(paced.read(0)).toBe(2);
  });

  it('forgets that a reading was dear once it no longer is', () => {
    const { at, paced } = given({ tookMs: 20 });
    paced.read(0);
    Object.assign(at, { nowMs: 2_000, tookMs: 0.01 });
    paced.read(0);
    expect(paced.read(0)).toBe(3);
  });

  it('passes on what a reading throws, and tries again at the next one', () => {
    let calls = 0;
    const paced = new Paced(
      () => {
        if (++calls === 1) throw new Error('no such file');
        return calls;
      },
      () => 0,
    );
    expect(() => paced.read(100)).toThrow('no such file');
    expect(paced.read(100)).toBe(2);
  });
});
