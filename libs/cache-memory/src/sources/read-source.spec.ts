import { describe, expect, it } from '@jest/globals';
import type { RebuildProgress } from './rebuild-report.js';
import { readSource } from './read-source.js';
import type { RecoverySource } from './recovery-source.js';
import type { SourceProblem } from './source-reading.js';

const numbers = (count: number): RecoverySource<number, string> =>
  function* ({ progress }) {
    for (let each = 0; each < count; each++) {
      progress((each + 1) / count);
      yield [each, `${each}`];
    }
  };
const read = async (source: RecoverySource, options = {}) => {
  const batches: number[] = [];
  const tally = await readSource('drugs', source, options, (pairs) => void batches.push(pairs.length));
  return { ...tally, batches };
};

describe('readSource', () => {
  it('hands pairs on in batches and tells how far it has come', async () => {
    const heard: RebuildProgress[] = [];
    const { entries, batches } = await read(numbers(1_200), {
      onProgress: (each: RebuildProgress) => heard.push(each),
    });
    expect(entries).toBe(1_200);
    expect(batches).toEqual([500, 500, 200]);
    expect(heard).toEqual([
      { entries: 500, skipped: 0, share: 500 / 1_200 },
      { entries: 1_000, skipped: 0, share: 1_000 / 1_200 },
      { entries: 1_200, skipped: 0, share: 1 },
    ]);
  });

  it('reads no further than what was taken', async () => {
    let given = 0;
    let taken = 0;
    const source = async function* () {
      for (; given < 2_000; given++) {
        expect(given - taken).toBeLessThanOrEqual(500);
        yield [given, given] as const;
      }
    };
    await readSource('a', source, {}, async (pairs) => {
      await new Promise(setImmediate);
      taken += pairs.length;
    });
    expect(taken).toBe(2_000);
  });

  it('counts what a source leaves out, tells of each, and keeps the first ten reasons', async () => {
    const source: RecoverySource = function* ({ skip }) {
      yield ['a', 1];
      for (let line = 2; line < 30; line++) skip({ line, reason: 'no number' });
    };
    const lines: unknown[] = [];
    const tally = await read(source, { onProblem: ({ line }: SourceProblem) => lines.push(line) });
    expect(lines).toEqual(Array.from({ length: 28 }, (_, index) => index + 2));
    expect(tally).toMatchObject({ entries: 1, skipped: 28 });
    expect(tally.problems).toHaveLength(10);
    expect(tally.problems[0]).toEqual({ line: 2, reason: 'no number' });
  });

  it('is empty without complaint where the source is', async () => {
    expect(await read(() => [])).toMatchObject({ entries: 0, skipped: 0 });
  });

  it('refuses a source of which nothing but problems is left', async () => {
    const source: RecoverySource = ({ skip }) => {
      skip({ line: 2, reason: 'no id' });
      return [];
    };
    await expect(read(source)).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
    await expect(read(source)).rejects.toThrow(/line 2: no id/);
  });

  it.each([[['a']], [['a', undefined]], [[undefined, 1]], ['ab']])('refuses %j as a pair', async (pair) => {
    await expect(read(() => [pair] as never)).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
  });

  it('passes on what the source throws, unchanged', async () => {
    const error = new Error('no network');
    await expect(
      read(async function* () {
        yield ['a', 1] as const;
        throw error;
      }),
    ).rejects.toBe(error);
  });

  it('ends with the reason of its signal, and tells the source', async () => {
    const controller = new AbortController();
    let ended = false;
    const reading = read(
      function* ({ signal }) {
        try {
          yield ['a', 1];
          controller.abort(new Error('enough'));
          expect(signal.aborted).toBe(true);
          yield ['b', 2];
        } finally {
          ended = true;
        }
      },
      { signal: controller.signal },
    );
    await expect(reading).rejects.toThrow('enough');
    expect(ended).toBe(true);
  });
});
