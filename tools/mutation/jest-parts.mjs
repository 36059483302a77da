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

/** Timers that tests started; in Jest they would end with the world of their spec file. */
const started = new Set();
for (const name of ['setTimeout', 'setInterval']) {
  const start = globalThis[name];
  const startNoted = (...args) => {
    const timer = start(...args);
    started.add(timer);
    return timer;
  };
  globalThis[name] = Object.assign(startNoted, start);
}

/** Undoes what a test may have left behind: it must not reach into the next one. */
export function restoreGlobals() {
  timers.useRealTimers();
  mocker.restoreAllMocks();
  for (const timer of started) clearTimeout(timer);
  started.clear();
}
