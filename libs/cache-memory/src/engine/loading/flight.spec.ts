import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Flight } from './flight.js';

/** A load that never ends by itself, and the timer that watches it. */
function endless(isBackground: boolean): {
  flight: Flight<string, number>;
  timer: NodeJS.Timeout;
  isAborted: () => boolean;
} {
  const flight = new Flight<string, number>('a', [], isBackground);
  const started = jest.spyOn(globalThis, 'setTimeout');
  let signal!: AbortSignal;
  flight.start((given) => {
    signal = given;
    return new Promise(() => {});
  }, 10_000);
  return { flight, timer: started.mock.results[0]!.value as NodeJS.Timeout, isAborted: () => signal.aborted };
}

describe('Flight', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('keeps the process alive in the background only while somebody waits', async () => {
    const { flight, timer, isAborted } = endless(true);
    expect(timer.hasRef()).toBe(false);
    const [one, other] = [new AbortController(), new AbortController()];
    const waits = [one, other].map(({ signal }) => flight.wait(signal, false));
    expect(timer.hasRef()).toBe(true);
    one.abort(new Error('left'));
    expect(timer.hasRef()).toBe(true);
    other.abort(new Error('left'));
    expect([timer.hasRef(), isAborted(), flight.isAwaited]).toEqual([false, false, false]);
    for (const wait of waits) await expect(wait).rejects.toThrow('left');
    clearTimeout(timer);
  });

  it('is aborted by the last one who leaves where it is not in the background', async () => {
    const { flight, isAborted } = endless(false);
    const [one, other] = [new AbortController(), new AbortController()];
    const waits = [one, other].map(({ signal }) => flight.wait(signal, false));
    one.abort(new Error('left'));
    expect(isAborted()).toBe(false);
    other.abort(new Error('left'));
    expect(isAborted()).toBe(true);
    for (const wait of waits) await expect(wait).rejects.toThrow('left');
  });

  it.each([true, false])('has nobody wait whose signal is aborted already, heedless: %s', async (isHeedless) => {
    const { flight, isAborted } = endless(false);
    await expect(flight.wait(AbortSignal.abort(new Error('left')), isHeedless)).rejects.toThrow('left');
    expect([isAborted(), flight.isAwaited, flight.isHeeded]).toEqual([true, false, false]);
  });
});
