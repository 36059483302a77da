import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
import { describe, expect, it } from '@jest/globals';
import { heapSpacesProbe } from './heap-spaces-probe.js';

const NEARLY = 200_000; // bytes that the test itself allocates between two readings, and more
const sizeOf = (...names: string[]) =>
  getHeapSpaceStatistics()
    .filter(({ space_name: name }) => names.includes(name))
    .reduce((sum, { space_used_size: size }) => sum + size, 0);

const readHeap = () => ({
  used: getHeapStatistics().used_heap_size,
  external: getHeapStatistics().external_memory,
  young: sizeOf('new_space', 'new_large_object_space'),
});

/** What the probe reads, and V8 around it. V8 collects, sweeps and takes whole pages when it likes: then it is read once more. */
function readWhileStill() {
  for (;;) {
    const before = readHeap();
    const told = heapSpacesProbe.read()!;
    const after = readHeap();
    if (after.young >= before.young && Math.abs(after.used - before.used) < NEARLY / 2) return { told, ...after };
  }
}

describe('heapSpacesProbe', () => {
  it('tells what V8 tells of the whole heap, and of what is outside it', () => {
    const { told, used, external } = readWhileStill();
    expect(Math.abs(told.usedBytes - used)).toBeLessThan(NEARLY);
    expect(Math.abs(told.externalBytes - external)).toBeLessThan(NEARLY);
  });

  it.each([
    ['new_space', () => Array.from({ length: 10 }, (_, index) => ({ index }))],
    ['new_large_object_space', () => Array.from({ length: 50_000 }, () => 1.5)],
  ])('leaves %s out of the old generation', (space, make) => {
    const kept: unknown[] = [];
    while (sizeOf(space) < 2 * NEARLY) kept.push(make());
    const { told, used, young } = readWhileStill();
    expect(Math.abs(told.oldGenerationBytes - (used - young))).toBeLessThan(NEARLY);
  });

  it('tells what memory the young spaces take, more than what is in use of them', () => {
    const { told, young } = readWhileStill();
    expect(told.youngBytes).toBeGreaterThan(young - NEARLY);
    expect(told.youngBytes).toBeLessThan(200 * 2 ** 20);
  });

  it('has the name by which it is called unreadable', () => {
    expect(heapSpacesProbe.name).toBe('heap-spaces');
  });
});
