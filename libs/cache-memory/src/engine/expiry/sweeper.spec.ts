import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Sweeper } from './sweeper.js';

const fail = (error: unknown): void => {
  throw error;
};

describe('Sweeper', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('sweeps about once a second while it is needed, on one timer', () => {
    let needed = 3;
    const sweep = jest.fn(() => false);
    const sweeper = new Sweeper(sweep, () => --needed > 0, fail);
    sweeper.arm();
    sweeper.arm();
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(10_000);
    expect(sweep).toHaveBeenCalledTimes(3);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('hands a long sweep back to the event loop between its slices', () => {
    const more = [true, true, false];
    const sweep = jest.fn(() => more.shift() ?? false);
    const sweeper = new Sweeper(sweep, () => false, fail);
    sweeper.arm();
    jest.advanceTimersToNextTimer();
    expect(sweep).toHaveBeenCalledTimes(1);
    jest.advanceTimersToNextTimer();
    expect(sweep).toHaveBeenCalledTimes(2);
    jest.advanceTimersToNextTimer();
    expect(sweep).toHaveBeenCalledTimes(3);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('stops between slices as well as between sweeps', () => {
    const sweeper = new Sweeper(() => true, () => true, fail); // prettier-ignore
    sweeper.arm();
    jest.advanceTimersToNextTimer();
    sweeper.stop();
    expect(jest.getTimerCount()).toBe(0);
    sweeper.arm();
    sweeper.stop();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('does not come back when it is stopped in the middle of a slice', () => {
    const sweeper: Sweeper = new Sweeper(
      () => {
        sweeper.stop();
        return true;
      },
      () => true,
      fail,
    );
    sweeper.arm();
    jest.advanceTimersToNextTimer();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('comes back after a slice that throws, about a second later, and tells of it', () => {
    const error = new Error('a policy of its own');
    const failed = jest.fn();
    const sweeper = new Sweeper(
      () => {
        throw error;
      },
      () => failed.mock.calls.length < 2,
      failed,
    );
    sweeper.arm();
    jest.advanceTimersToNextTimer();
    expect([failed.mock.calls, jest.getTimerCount()]).toEqual([[[error]], 1]);
    jest.advanceTimersByTime(10_000);
    expect([failed.mock.calls.length, jest.getTimerCount()]).toEqual([2, 0]);
  });

  it('never keeps the process alive', () => {
    jest.useRealTimers();
    const setTimer = jest.spyOn(globalThis, 'setTimeout');
    const sweeper = new Sweeper(() => false, () => false, fail); // prettier-ignore
    sweeper.arm();
    const timer = setTimer.mock.results[0]!.value as NodeJS.Timeout;
    expect(timer.hasRef()).toBe(false);
    sweeper.stop();
    setTimer.mockRestore();
  });
});
