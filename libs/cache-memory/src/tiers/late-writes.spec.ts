import { beforeEach, describe, expect, it } from '@jest/globals';
import { deferred } from '../../test/deferred.js';
import { turns } from '../../test/turns.js';
import { LateWrites } from './late-writes.js';

describe('LateWrites', () => {
  let late: LateWrites;
  let forgets: boolean;
  const forget = async (): Promise<void> => {
    const acknowledge = late.begin('a');
    if (!forgets) throw new Error('nobody answers');
    acknowledge();
  };
  const watch = () => {
    const write = deferred<void>();
    late.watch('a', write.promise, forget);
    return async () => {
      write.resolve();
      await turns();
    };
  };
  beforeEach(() => {
    late = new LateWrites();
    forgets = true;
  });

  it('distrusts a key until its write has ended and was forgotten', async () => {
    const end = watch();
    expect([late.has('a'), late.has('b')]).toEqual([true, false]);
    await end();
    expect(late.has('a')).toBe(false);
  });

  it('distrusts a key that could not be forgotten until a later change of it is acknowledged', async () => {
    forgets = false;
    await watch()();
    expect(late.has('a')).toBe(true);
    const acknowledge = late.begin('a');
    expect(late.has('a')).toBe(true);
    acknowledge();
    expect(late.has('a')).toBe(false);
  });

  it('goes on to distrust it where the change began before the end of a late write', async () => {
    forgets = false;
    const end = watch();
    const first = late.begin('a');
    await end();
    first();
    expect(late.has('a')).toBe(true);
    const second = late.begin('a');
    await watch()();
    second();
    expect(late.has('a')).toBe(true);
  });

  it('distrusts a key until the last of its writes has ended', async () => {
    const [endOne, endOther] = [watch(), watch()];
    await endOne();
    expect(late.has('a')).toBe(true);
    await endOther();
    expect(late.has('a')).toBe(false);
  });
});
