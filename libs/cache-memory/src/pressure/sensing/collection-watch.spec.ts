import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { CollectionWatch } from './collection-watch.js';
import { heapSpacesProbe } from './heap-spaces-probe.js';

const oldGeneration = () => heapSpacesProbe.read()!.oldGenerationBytes;
const watching = (profileFromBytes?: number) => {
  const watch = new CollectionWatch(oldGeneration, profileFromBytes);
  const look = () => watch.look(performance.now(), oldGeneration());
  look();
  return { watch, look };
};
/** Until V8's entry of a collection has been told. */
const heard = async (watch: CollectionWatch) => {
  while (watch.last === undefined) await delay(1);
};

describe('CollectionWatch', () => {
  it('hears of a collection by its entry', async () => {
    const { watch } = watching();
    globalThis.gc!();
    await heard(watch);
    watch.close();
    expect(watch.last?.number).toBe(1);
  });

  it('knows of a collection within the job where it is profiled, however little was freed', () => {
    const { watch, look } = watching(0);
    globalThis.gc!();
    globalThis.gc!();
    look();
    watch.close();
    expect(watch.last).toMatchObject({ number: 1, source: 'profile' });
  });

  it('counts a profiled collection once whose entry comes before the next look', async () => {
    const { watch, look } = watching(0);
    globalThis.gc!();
    await heard(watch);
    look();
    watch.close();
    expect(watch.last).toMatchObject({ number: 1, source: 'profile' });
  });

  it('leaves V8 alone below the size from which on it profiles', () => {
    const { watch, look } = watching(Infinity);
    globalThis.gc!();
    globalThis.gc!();
    look();
    watch.close();
    expect(watch.last?.source).not.toBe('profile');
  });

  it('profiles from the very size on that it is told', () => {
    const watch = new CollectionWatch(() => 1_000, 1_000);
    watch.look(1, 1_000);
    globalThis.gc!();
    watch.look(2, 1_000);
    watch.close();
    expect(watch.last).toMatchObject({ number: 1, atMs: 2, source: 'profile' });
  });
});
