import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
import { describe, expect, it } from '@jest/globals';
import { heapSpacesProbe } from './heap-spaces-probe.js';

const NEARLY = 200_000; // bytes that the test itself allocates between two readings, and more
const sizeOf = (...names: string[]) =>
  getHeapSpaceStatistics()
    .filter(({ space_name: name }) => names.includes(name))
    .reduce((sum, { space_used_size: size }) => sum + size, 0);

describe('heapSpacesProbe', () => {
  it('tells what V8 tells of the whole heap, and of what is outside it', () => {
    const { usedBytes, externalBytes } = heapSpacesProbe.read()!;
    const { used_heap_size: used, external_memory: external } = getHeapStatistics();
    expect(Math.abs(usedBytes - used)).toBeLessThan(NEARLY);
    expect(Math.abs(externalBytes - external)).toBeLessThan(NEARLY);
  });

  it.each([
    ['new_space', () => Array.from({ length: 10 }, (_, index) => ({ index }))],
    ['new_large_object_space', () => Array.from({ length: 50_000 }, () => 1.5)],
  ])('leaves %s out of the old generation', (space, make) => {
    const kept: unknown[] = [];
    while (sizeOf(space) < 2 * NEARLY) kept.push(make());
    const sizeOfYoung = () => sizeOf('new_space', 'new_large_object_space');
    let read: { before: number; old: number; young: number; used: number };
    do {
      const before = sizeOfYoung();
      const { oldGenerationBytes: old } = heapSpacesProbe.read()!;
      read = { before, old, young: sizeOfYoung(), used: getHeapStatistics().used_heap_size };
    } while (read.young < read.before || sizeOfYoung() < read.young); // a collection came between the readings
    expect(Math.abs(read.old - (read.used - read.young))).toBeLessThan(NEARLY);
  });

  it('has the name by which it is called unreadable', () => {
    expect(heapSpacesProbe.name).toBe('heap-spaces');
  });
});
