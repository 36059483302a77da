import { describe, expect, it } from '@jest/globals';
import { GivenFiles } from '../../../test/given-files.js';
import type { ContainerReading } from './container-reading.js';
import type { HeapReading } from './heap-reading.js';
import type { Probe } from './probe.js';
import { ProcessSensor, type SensorParts } from './process-sensor.js';
import { senseProcess } from './sense-process.js';
import { stallProbe } from './stall-probe.js';

class GivenProbe<T> implements Probe<T> {
  isOpen = true;
  constructor(
    readonly name: string,
    readonly read: () => T | undefined,
  ) {}
  close(): void {
    this.isOpen = false;
  }
}

const failing = (name: string) =>
  new GivenProbe<never>(name, () => {
    throw new Error(`no ${name}`);
  });
const container = (name: string, limitBytes: number) =>
  new GivenProbe<ContainerReading>(name, () => ({
    limitBytes,
    usageBytes: 50,
    workingSetBytes: 40,
    isCacheKnown: true,
  }));
const heap = new GivenProbe<HeapReading>('heap-spaces', () => ({
  usedBytes: 12,
  oldGenerationBytes: 10,
  youngBytes: 6,
  externalBytes: 3,
}));

const sensing = (parts: Partial<SensorParts> = {}) => {
  const looks: number[] = [];
  const sensor = new ProcessSensor({
    heap,
    inUseBytes: () => 15,
    process: new GivenProbe('process', () => ({ rss: 70, heapUsed: 13, external: 4, arrayBuffers: 2 })),
    container: [container('control-groups', 100)],
    stall: new GivenProbe('stall', () => 0.25),
    collections: {
      hearsEntries: true,
      last: { number: 3, atMs: 1, liveHeapBytes: 8, source: 'entry' },
      look: (_atMs: number, bytes: number) => void looks.push(bytes),
      close: () => undefined,
    },
    heapLimitBytes: 20,
    now: () => 5,
    ...parts,
  });
  return { sensor, looks };
};

describe('ProcessSensor', () => {
  it('puts what its probes read into one frozen sample', () => {
    const sample = sensing().sensor.sample();
    expect(sample).toEqual({
      atMs: 5,
      heapUsedBytes: 12,
      oldGenerationUsedBytes: 10,
      youngGenerationBytes: 6,
      heapLimitBytes: 20,
      externalBytes: 3,
      arrayBufferBytes: 2,
      rssBytes: 70,
      containerLimitBytes: 100,
      containerUsageBytes: 50,
      containerWorkingSetBytes: 40,
      stallShare: 0.25,
      liveHeapBytes: 8,
      majorCollections: 3,
      unreadable: [],
    });
    expect(Object.isFrozen(sample)).toBe(true);
  });

  it('shows each look to the watch on collections', () => {
    const { sensor, looks } = sensing();
    sensor.sample();
    sensor.sample();
    expect(looks).toEqual([10, 10]);
    expect(sensor.lastCollection?.number).toBe(3);
  });

  it('lets the next source stand in for one that cannot be read, and names it', () => {
    const sample = sensing({
      container: [failing('control-groups'), container('constrained-memory', 90)],
    }).sensor.sample();
    expect(sample).toMatchObject({ containerLimitBytes: 90, unreadable: ['control-groups'] });
  });

  it('asks no further where the first source knows that there is no limit', () => {
    const none = new GivenProbe<ContainerReading>('control-groups', () => undefined);
    const sample = sensing({ container: [none, container('constrained-memory', 90)] }).sensor.sample();
    expect(sample).toMatchObject({ containerLimitBytes: undefined, containerUsageBytes: undefined, unreadable: [] });
  });

  it('takes the whole heap for old where its spaces cannot be read', () => {
    expect(sensing({ heap: failing('heap-spaces') }).sensor.sample()).toMatchObject({
      heapUsedBytes: 13,
      oldGenerationUsedBytes: 13,
      externalBytes: 4,
      unreadable: ['heap-spaces'],
    });
  });

  it('throws nothing where nothing at all can be read', () => {
    const { sensor } = sensing({
      heap: failing('heap-spaces'),
      process: failing('process'),
      container: [failing('control-groups'), failing('constrained-memory')],
      stall: failing('stall'),
      collections: { hearsEntries: false, last: undefined, look: () => undefined, close: () => undefined },
    });
    expect(sensor.sample()).toMatchObject({
      heapUsedBytes: 0,
      rssBytes: 0,
      majorCollections: 0,
      liveHeapBytes: undefined,
      unreadable: ['gc-entries', 'process', 'heap-spaces', 'control-groups', 'constrained-memory', 'stall'],
    });
  });

  it('tells without a sample how much is in use', () => {
    const { sensor, looks } = sensing();
    expect([sensor.inUseBytes(), looks.length]).toEqual([15, 0]);
  });

  it('names page cache that is not told', () => {
    const cacheless = { ...container('control-groups', 100).read()!, isCacheKnown: false };
    const probe = new GivenProbe('control-groups', () => cacheless);
    expect(sensing({ container: [probe] }).sensor.sample().unreadable).toEqual(['page-cache']);
  });

  it('closes all that it reads with', () => {
    const probe = container('control-groups', 100);
    sensing({ container: [probe] }).sensor.close();
    expect(probe.isOpen).toBe(false);
  });

  it('misses no pressure stall information for want of a file', () => {
    expect(sensing({ stall: stallProbe(new GivenFiles({}), () => 0) }).sensor.sample()).toMatchObject({
      stallShare: undefined,
      unreadable: [],
    });
  });
});

describe('senseProcess', () => {
  it('senses this process', () => {
    const sensor = senseProcess();
    const sample = sensor.sample();
    expect(sensor.inUseBytes()).toBeGreaterThan(sample.heapUsedBytes / 2);
    sensor.close();
    expect(sample.oldGenerationUsedBytes).toBeGreaterThan(1_000_000);
    expect(sample.oldGenerationUsedBytes).toBeLessThanOrEqual(sample.heapUsedBytes);
    expect(sample.rssBytes).toBeGreaterThan(sample.oldGenerationUsedBytes);
    expect(sample.unreadable).toEqual([]);
  });

  it('still tells the heap once it is closed', () => {
    const sensor = senseProcess();
    sensor.close();
    sensor.close();
    expect(sensor.sample().heapUsedBytes).toBeGreaterThan(1_000_000);
    sensor.close();
  });
});
