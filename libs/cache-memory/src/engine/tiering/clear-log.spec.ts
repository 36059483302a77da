import { describe, expect, it } from '@jest/globals';
import { ClearLog } from './clear-log.js';

describe('ClearLog', () => {
  it('knows what was cleared since a recall began, by tag', () => {
    const log = new ClearLog();
    const early = log.begin();
    log.note(['a']);
    const late = log.begin();
    log.note(['b']);
    const tags = [['a'], ['b'], ['x', 'b'], ['x'], []];
    expect(tags.map((each) => log.wasCleared(each, early))).toEqual([true, true, true, false, false]);
    expect(tags.map((each) => log.wasCleared(each, late))).toEqual([false, true, true, false, false]);
  });

  it('knows that everything was cleared, whatever its tags', () => {
    const log = new ClearLog();
    const early = log.begin();
    log.note(undefined);
    const late = log.begin();
    expect([log.wasCleared([], early), log.wasCleared(['a'], early)]).toEqual([true, true]);
    expect([log.wasCleared([], late), log.wasCleared(['a'], late)]).toEqual([false, false]);
  });

  it('keeps nothing while nobody recalls, and everything while anybody does', () => {
    const log = new ClearLog();
    log.note(['a']);
    log.note(undefined);
    const one = log.begin();
    const other = log.begin();
    expect([log.wasCleared(['a'], one), log.wasCleared([], one)]).toEqual([false, false]);
    log.note(['b']);
    log.end();
    expect(log.wasCleared(['b'], other)).toBe(true);
    log.end();
    const next = log.begin();
    expect(log.wasCleared(['b'], next)).toBe(false);
  });
});
