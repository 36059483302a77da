import { text } from 'node:stream/consumers';
import { describe, expect, it, jest } from '@jest/globals';
import type { ResultSet } from 'nestjs-result-store';
import { streamRows } from './stream-rows.js';

function givenSet() {
  const close = jest.fn(async () => {});
  const batches = jest.fn(async function* () {
    yield [{ patient: 0 }, { patient: 1 }];
    yield [{ patient: 2 }];
  });
  return { set: { batches, [Symbol.asyncDispose]: close } as unknown as ResultSet, batches, close };
}

describe('streamRows', () => {
  it('writes a line for each row, and closes the set behind the last', async () => {
    const { set, close } = givenSet();
    expect(await text(streamRows(set, {}))).toBe('{"patient":0}\n{"patient":1}\n{"patient":2}\n');
    expect(close).toHaveBeenCalled();
  });

  it('closes the set of a client that leaves before the first row', async () => {
    const { set, batches, close } = givenSet();
    const lines = streamRows(set, {});
    await new Promise((resolve) => lines.once('close', resolve).destroy());
    expect(batches).not.toHaveBeenCalled();
    expect(close).toHaveBeenCalled();
  });
});
