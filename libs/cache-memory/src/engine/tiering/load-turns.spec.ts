import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Deferred, deferred } from '../../../test/deferred.js';
import { turns } from '../../../test/turns.js';
import type { ClaimAnswer } from './load-claims.js';
import { LoadTurns } from './load-turns.js';

/** Turns whose claims are answered as the test says. */
function watchedTurns() {
  const ended: [string, boolean][] = [];
  const failures: unknown[] = [];
  const said: { answer: ClaimAnswer | Error; written?: Deferred<void> } = { answer: 'own' };
  const turns = new LoadTurns<string>({
    claims: {
      claim: async () => {
        if (said.answer instanceof Error) throw said.answer;
        return said.answer;
      },
      end: async (key, isUnshared) => {
        ended.push([key, isUnshared]);
        if (isUnshared) throw new Error('could not be ended');
      },
    },
    written: async () => said.written?.promise,
    failed: (key, error) => failures.push([key, error]),
  });
  return { said, turns, ended, failures };
}

const signal = (): AbortSignal => new AbortController().signal;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance'] });
});
afterEach(() => {
  jest.useRealTimers();
});

describe('LoadTurns', () => {
  it.each(['own', 'free'] as const)('answers at once where the turn is %s', async (answer) => {
    const scene = watchedTurns();
    scene.said.answer = answer;
    await expect(scene.turns.ask('a', 0, signal())).resolves.toBe(answer);
  });

  it("makes it everybody's turn where nobody can be asked, and tells why", async () => {
    const scene = watchedTurns();
    scene.said.answer = new Error('no answer');
    await expect(scene.turns.ask('a', 0, signal())).resolves.toBe('free');
    expect(scene.failures).toEqual([['a', new Error('no answer')]]);
  });

  it.each([
    [0, 10_000, 10],
    [1, 10_000, 20],
    [4, 10_000, 160],
    [5, 10_000, 250],
    [40, 10_000, 250],
    [3, 7, 7],
  ])('looks again in round %p where another holds a claim for %p ms after %p ms', async (round, heldForMs, pauseMs) => {
    const scene = watchedTurns();
    scene.said.answer = { heldForMs };
    const answers: string[] = [];
    void scene.turns.ask('a', round, signal()).then((answer) => answers.push(answer));
    await turns();
    expect(scene.turns.isAwaited('a')).toBe(true);
    await jest.advanceTimersByTimeAsync(pauseMs - 1);
    expect(answers).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(answers).toEqual(['again']);
    expect([scene.turns.isAwaited('a'), jest.getTimerCount()]).toEqual([false, 0]);
  });

  it('lets those look again who wait for a key, or all', async () => {
    const scene = watchedTurns();
    scene.said.answer = { heldForMs: 10_000 };
    const answers: string[] = [];
    for (const key of ['a', 'a', 'b']) {
      void scene.turns.ask(key, 9, signal()).then((answer) => answers.push(`${key} ${answer}`));
    }
    await turns();
    scene.turns.wake('z');
    scene.turns.wake('a');
    await turns();
    expect(answers).toEqual(['a again', 'a again']);
    expect([scene.turns.isAwaited('a'), scene.turns.isAwaited('b')]).toEqual([false, true]);
    scene.turns.wakeAll();
    await turns();
    expect(answers).toHaveLength(3);
    expect([scene.turns.isAwaited('b'), jest.getTimerCount()]).toEqual([false, 0]);
  });

  it('waits no longer than its load', async () => {
    const scene = watchedTurns();
    scene.said.answer = { heldForMs: 10_000 };
    const controller = new AbortController();
    const asked = scene.turns.ask('a', 9, controller.signal);
    await turns();
    controller.abort();
    await expect(asked).resolves.toBe('free');
    await expect(scene.turns.ask('a', 9, controller.signal)).resolves.toBe('free');
    expect([scene.turns.isAwaited('a'), jest.getTimerCount()]).toEqual([false, 0]);
  });

  it('ends a turn once, with its load', async () => {
    const scene = watchedTurns();
    const turn = scene.turns.begin('a', signal());
    expect(turn.entry).toBeUndefined();
    turn.end(false);
    turn.end(false);
    await turns();
    expect(scene.ended).toEqual([['a', false]]);
  });

  it('ends a turn whose value is not shared once that is written, though the end fails', async () => {
    const scene = watchedTurns();
    const written = (scene.said.written = deferred());
    const turn = scene.turns.begin('a', signal());
    turn.end(true);
    await turns();
    expect(scene.ended).toEqual([]);
    written.resolve();
    await turns();
    expect(scene.ended).toEqual([['a', true]]);
  });

  it('ends a turn when its load is aborted, before or after it began', async () => {
    const scene = watchedTurns();
    const controller = new AbortController();
    scene.turns.begin('a', controller.signal);
    expect(scene.ended).toEqual([]);
    controller.abort();
    await turns();
    scene.turns.begin('b', controller.signal);
    await turns();
    expect(scene.ended).toEqual([
      ['a', false],
      ['b', false],
    ]);
  });

  it('shares nothing of a turn whose key was changed, or that another load of the key has got', async () => {
    const scene = watchedTurns();
    const former = scene.turns.begin('a', signal());
    scene.turns.changed('b');
    await turns();
    expect(scene.ended).toEqual([]);
    scene.turns.changed('a');
    await turns();
    expect(scene.ended).toEqual([['a', false]]);
    const latter = scene.turns.begin('a', signal());
    former.end(true);
    await turns();
    expect(scene.ended).toHaveLength(1);
    await scene.turns.ask('a', 0, signal());
    expect(scene.ended).toEqual([
      ['a', false],
      ['a', false],
    ]);
    latter.end(true);
    await turns();
    expect(scene.ended).toHaveLength(2);
  });

  it('leaves a turn alone that began while the value of the one before was written', async () => {
    const scene = watchedTurns();
    const written = (scene.said.written = deferred());
    scene.turns.begin('a', signal()).end(true);
    scene.turns.changed('a');
    scene.turns.begin('a', signal());
    written.resolve();
    await turns();
    expect(scene.ended).toEqual([['a', false]]);
  });
});
