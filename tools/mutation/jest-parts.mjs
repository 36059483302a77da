import { createRequire } from 'node:module';

const fromGlobals = createRequire(createRequire(import.meta.url).resolve('@jest/globals'));
const { jestExpect } = fromGlobals('@jest/expect');
const { ModuleMocker } = fromGlobals('jest-mock');
const { ModernFakeTimers } = createRequire(fromGlobals.resolve('@jest/environment'))('@jest/fake-timers');

const mocker = new ModuleMocker(globalThis);
const timers = new ModernFakeTimers({ global: globalThis, config: { fakeTimers: {} } });

/** The parts of Jest that make no test run: `expect`, mock functions and fake timers, on the process's own globals. */
export const jestParts = {
  expect: jestExpect,
  jest: {
    fn: mocker.fn.bind(mocker),
    spyOn: mocker.spyOn.bind(mocker),
    useFakeTimers: (options) => timers.useFakeTimers(options),
    useRealTimers: () => timers.useRealTimers(),
    advanceTimersByTime: (ms) => timers.advanceTimersByTime(ms),
    advanceTimersByTimeAsync: (ms) => timers.advanceTimersByTimeAsync(ms),
    advanceTimersToNextTimer: (steps) => timers.advanceTimersToNextTimer(steps),
    getTimerCount: () => timers.getTimerCount(),
    setSystemTime: (now) => timers.setSystemTime(now),
  },
};

/** Undoes what a test that failed may have left behind. */
export function restoreGlobals() {
  timers.useRealTimers();
  mocker.restoreAllMocks();
}
