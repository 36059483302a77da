import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Sweeper } from './sweeper.js';

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
    const sweeper = new Sweeper(sweep, () => --needed > 0);
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
    const sweeper = new Sweeper(sweep, () => false);
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
    const sweeper = new Sweeper(() => true, () => true); // prettier-ignore
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
    );
    sweeper.arm();
    jest.advanceTimersToNextTimer();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('never keeps the process alive', () => {
    jest.useRealTimers();
    const setTimer = jest.spyOn(globalThis, 'setTimeout');
    const sweeper = new Sweeper(() => false, () => false); // prettier-ignore
    sweeper.arm();
    const timer = setTimer.mock.results[0]!.value as NodeJS.Timeout;
    expect(timer.hasRef()).toBe(false);
    sweeper.stop();
    setTimer.mockRestore();
  });
});
