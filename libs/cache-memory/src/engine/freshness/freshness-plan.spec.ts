import { describe, expect, it } from '@jest/globals';
import { caught } from '../../../test/caught.js';
import { checkFreshness, freshnessRules, isRenewed, keptMs, planFreshness, UNRENEWED } from './freshness-plan.js';

const ttlOf = (): number => 5;

describe('planFreshness', () => {
  it('is the plan that holds already where nothing is said', () => {
    const before = { ...UNRENEWED, ttlOf, graceMs: 7 };
    expect(planFreshness({}, before)).toBe(before);
    expect(planFreshness({ ttl: ttlOf }, before)).toBe(before);
    expect(planFreshness({ ttl: 100 }, UNRENEWED)).toBe(UNRENEWED);
  });

  it('keeps what is left out, an adaptive ttl too', () => {
    const before = { ...UNRENEWED, ttlOf, graceMs: 7, jitter: 0.1 };
    expect(planFreshness({ refreshAhead: 0.5 }, before)).toEqual({ ...before, refreshShare: 0.5 });
    expect(planFreshness({ staleWhileRevalidate: 3, grace: 4 }, before)).toEqual({ ...before, staleMs: 3, graceMs: 4 });
    expect(planFreshness({ ttl: 100 }, before)).toEqual({ ...before, ttlOf: undefined });
  });
});

describe('checkFreshness', () => {
  it.each([
    ['staleWhileRevalidate', { staleMs: 1 }],
    ['grace', { graceMs: 1 }],
    ['refreshAhead', { refreshShare: 0.5 }],
    ['jitter', { jitter: 0.1 }],
  ])('asks for a ttl beside %s', (name, said) => {
    const plan = { ...UNRENEWED, ...said };
    expect(caught(() => checkFreshness(plan, Infinity, 'cache options')).message).toBe(
      `cache options.${name}: expected a ttl beside it, found none; add one, for example ttl: '10m'.`,
    );
    expect(checkFreshness(plan, 100, 'cache options')).toBe(plan);
    expect(checkFreshness({ ...plan, ttlOf }, Infinity, 'cache options')).toMatchObject(said);
  });

  it('asks for nothing where nothing is said', () => {
    expect(checkFreshness(UNRENEWED, Infinity, 'cache options')).toBe(UNRENEWED);
  });
});

describe('the options of freshness', () => {
  it.each([0, 1, -0.5, 1.5, NaN, '0.5', true])('refuse the share %p', (share) => {
    const error = caught(() => freshnessRules.refreshAhead(share, 'refreshAhead'));
    expect(error.message).toMatch(/^refreshAhead: expected a share above 0 and below 1, found/);
  });
});

describe('a plan', () => {
  it('renews its entry where that may be served beyond its ttl or is refreshed before', () => {
    const plans = [{}, { jitter: 0.5 }, { staleMs: 1 }, { graceMs: 1 }, { refreshShare: 0.9 }];
    expect(plans.map((plan) => isRenewed({ ...UNRENEWED, ...plan }))).toEqual([false, false, true, true, true]);
  });

  it('keeps its entry beyond its ttl as long as any of its promises goes', () => {
    expect(keptMs({ ...UNRENEWED, staleMs: 5, graceMs: 3 })).toBe(5);
    expect(keptMs({ ...UNRENEWED, staleMs: 5, graceMs: 7 })).toBe(7);
  });
});
