import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Deferred, deferred } from '../../../test/deferred.js';
import { startHeartbeat } from './heartbeat.js';

describe('a heartbeat', () => {
  let pings: Deferred<void>[];
  let hung: jest.Mock<() => void>;
  let heart: NodeJS.Timeout;
  let bytes: number;

  beforeEach(() => {
    jest.useFakeTimers();
    pings = [];
    hung = jest.fn();
    bytes = 0;
    const ping = (): Promise<void> => {
      const answer = deferred<void>();
      pings.push(answer);
      return answer.promise;
    };
    heart = startHeartbeat({ hangTimeoutMs: 1_000, ping, unansweredBytes: () => bytes, hung });
  });
  afterEach(() => {
    clearInterval(heart);
    jest.useRealTimers();
  });
  const answer = async (): Promise<void> => {
    pings.at(-1)!.resolve();
    await jest.advanceTimersByTimeAsync(0);
  };

  it('tells of a ping that has no answer for three beats', async () => {
    await jest.advanceTimersByTimeAsync(999);
    expect([pings.length, hung.mock.calls.length]).toEqual([1, 0]);
    await jest.advanceTimersByTimeAsync(1);
    expect(hung).toHaveBeenCalled();
  });

  it('goes on while pings are answered, one at a time', async () => {
    for (let each = 1; each <= 5; each++) {
      await jest.advanceTimersByTimeAsync(500);
      expect(pings).toHaveLength(each);
      await answer();
    }
    expect(hung).not.toHaveBeenCalled();
  });

  it('tells of a ping that fails', async () => {
    await jest.advanceTimersByTimeAsync(250);
    pings[0]!.reject(new Error('closed'));
    await jest.advanceTimersByTimeAsync(0);
    expect(hung).toHaveBeenCalled();
  });

  it('waits a second more for each megabyte that was sent before the ping, and for none that is sent after it', async () => {
    bytes = 2_000_000;
    await jest.advanceTimersByTimeAsync(250);
    bytes = 100_000_000;
    await jest.advanceTimersByTimeAsync(2_749);
    expect(hung).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(hung).toHaveBeenCalled();
  });
});
