import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CoarseClock } from './coarse-clock.js';

describe('CoarseClock', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('stands still until the next tick and then goes on', () => {
    const clock = new CoarseClock();
    const before = clock.now();
    jest.setSystemTime(Date.now());
    expect(clock.now()).toBe(before);
    jest.advanceTimersByTime(5);
    expect(clock.now()).toBe(before + 5);
  });

  it('is looked at again after 256 readings without a tick', () => {
    const clock = new CoarseClock();
    const looks = jest.spyOn(performance, 'now');
    for (let reading = 0; reading < 1_024; reading++) clock.now();
    expect(looks.mock.calls.length).toBe(4);
  });

  it('is exact when asked to be', () => {
    const clock = new CoarseClock();
    clock.now();
    const looks = jest.spyOn(performance, 'now');
    clock.exact();
    expect(looks).toHaveBeenCalledTimes(1);
  });

  it('does work at the next tick, once', () => {
    const clock = new CoarseClock();
    const work = jest.fn();
    clock.atTick(work);
    expect(work).not.toHaveBeenCalled();
    jest.advanceTimersByTime(10);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('does all the work of a tick where some of it throws, of which the process is warned', () => {
    const emitted = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const clock = new CoarseClock();
    const done: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      clock.atTick(() => {
        if (name !== 'c') throw new Error(`of ${name}`);
        done.push(name);
      });
    }
    jest.advanceTimersByTime(1);
    expect(done).toEqual(['c']);
    expect(emitted.mock.calls).toEqual([['settling the latest hits of a cache failed: of a', 'CacheMemoryWarning']]);
    emitted.mockRestore();
  });

  it('needs no timer while nobody reads it', () => {
    const clock = new CoarseClock();
    clock.now();
    jest.advanceTimersByTime(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('goes on where timers are faked or restored between two readings', () => {
    const clock = new CoarseClock();
    clock.now();
    jest.useRealTimers();
    const looks = jest.spyOn(performance, 'now');
    clock.now();
    expect(looks).toHaveBeenCalledTimes(1);
  });
});
