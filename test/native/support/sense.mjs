// What a process of its own senses: `node sense.mjs <what>` prints it as one line of JSON.
import { appendFileSync, closeSync, openSync, readSync } from 'node:fs';
import { scheduler, setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const door = import.meta.resolve('nestjs-cache-memory/standalone');
const { senseProcess } = await import(new URL('../pressure/sensing/sense-process.js', door).href);
const { createCacheMemory } = await import(door);

const print = (value) => console.log(JSON.stringify(value));

/** Old objects, 100,000 at a time. */
const fill = (kept) => {
  for (let i = 0; i < 100_000; i++) kept.push({ i, text: `old ${i}` });
  return kept;
};

const PIECE = Buffer.alloc(2 ** 20, 'x');

const writeLarge = (path, megabytes) => {
  for (let megabyte = 0; megabyte < megabytes; megabyte++) appendFileSync(path, PIECE);
};

const readLarge = (path) => {
  const file = openSync(path);
  while (readSync(file, PIECE, 0, PIECE.length, null) > 0);
  closeSync(file);
};

const scenes = {
  sample: () => print(senseProcess().sample()),

  worker: () => {
    const source = `const { parentPort, workerData } = require('node:worker_threads');
      import(workerData).then(({ senseProcess }) => {
        const sensor = senseProcess();
        const kept = [];
        for (let i = 0; i < 100_000; i++) kept.push({ i });
        sensor.sample();
        kept.length = 0;
        globalThis.gc();
        const sample = sensor.sample();
        sensor.close();
        parentPort.postMessage(sample);
      });`;
    const workerData = new URL('../pressure/sensing/sense-process.js', door).href;
    new Worker(source, { eval: true, workerData, resourceLimits: { maxOldGenerationSizeMb: 64 } }).on('message', print);
  },

  /** Nothing is awaited until the end: whatever is known, is known within the job. */
  'one job': () => {
    const sensor = senseProcess();
    const before = sensor.sample();
    const kept = [];
    for (let round = 0; round < 10; round++) sensor.sample(fill(kept));
    const full = sensor.sample();
    kept.length = 0;
    globalThis.gc();
    const after = sensor.sample();
    print({ before, full, after, last: sensor.lastCollection });
  },

  /** Looks only before and long after the collection; two sensors see it by V8's entry. */
  entry: async () => {
    const sensors = [senseProcess(), senseProcess()];
    const none = sensors.map(({ lastCollection }) => lastCollection === undefined);
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const last = sensors.map(({ lastCollection }) => lastCollection);
    const counted = sensors.map((sensor) => sensor.sample().majorCollections);
    sensors[0].close();
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 100));
    print({ none, last, counted, later: sensors.map(({ lastCollection }) => lastCollection.number) });
  },

  /** Writes a large file first and reads it twice, so that the container's memory is for the most part page cache, and that active. */
  'page cache': () => {
    writeLarge(process.argv[3], 200);
    for (let time = 0; time < 2; time++) readLarge(process.argv[3]);
    print(senseProcess().sample());
  },

  /** Fills a cache with Buffers while files are read again and again that are larger than the container; tells what it holds on average, once it is full. */
  'files beside a cache': async () => {
    const files = Array.from({ length: 6 }, (_, index) => `${process.argv[3]}-${index}`);
    for (const file of files) writeLarge(file, 80);
    const cache = createCacheMemory({ regions: [{ region: 'values', maxEntries: 1_000_000 }] }).region('values');
    const held = [];
    for (let job = 0; job < 1_000; job++) {
      for (let each = 0; each < 32; each++) cache.set(32 * job + each, Buffer.allocUnsafeSlow(2 ** 15).fill(1));
      if (job % 20 === 0) readLarge(files[Math.floor(job / 60) % files.length]);
      if (job >= 500) held.push(cache.weight);
      await setImmediate();
    }
    print({ heldBytes: held.reduce((sum, bytes) => sum + bytes, 0) / held.length });
  },

  /** Frees every other one of many Buffers, and stores larger ones, which do not fit the holes; tells the alert, and the most that was fragmented. */
  fragments: async () => {
    const memory = createCacheMemory({ regions: ['a', 'b'].map((region) => ({ region, maxEntries: 1_000_000 })) });
    const [, a, b] = memory.regions();
    const alerts = [];
    memory.on('memory.alert', ({ kind }) => alerts.push(kind));
    const store = (cache, key, bytes) => cache.set(key, Buffer.allocUnsafeSlow(bytes).fill(1));
    for (let index = 0; index < 7_500; index++) for (const cache of [a, b]) store(cache, index, 24_000);
    a.clear();
    globalThis.gc();
    await scheduler.wait(500); // what the Buffers held is freed beside the application
    let most = 0;
    for (let index = 0; index < 2_000; index++) {
      store(a, index, 64_000);
      most = Math.max(most, memory.report().fragmentedBytes);
      await setImmediate();
    }
    print({ alerts: alerts.filter((kind) => kind === 'fragmented'), most });
  },

  /** Fills the heap, empties it, and then takes Buffers, more than fits beside what the heap was; tells what it took and what collections gave. */
  'heap that shrank': async () => {
    const memory = createCacheMemory({ regions: [{ region: 'values', maxEntries: 1_000_000 }] });
    const cache = memory.region('values');
    const rows = (count) =>
      Array.from({ length: count }, (_, index) => ({ id: index, at: { x: index + 0.5, y: index } }));
    for (let index = 0; cache.weight < 220 * PIECE.length; index++) {
      cache.set(index, rows(200));
      if (index % 100 === 0) await setImmediate();
    }
    cache.clear();
    globalThis.gc();
    await scheduler.wait(500); // up to Node 20 V8 gives the pages back by now
    const taken = [];
    let given = 0;
    memory.on('memory.relieved', ({ steps }) => {
      for (const { step, bytes } of steps) if (step === 'collect') given += bytes;
    });
    while (taken.length < 340) {
      taken.push(Buffer.alloc(PIECE.length, 1));
      cache.set(taken.length, rows(20));
      await scheduler.wait(5);
    }
    print({ taken: taken.length, given });
  },

  audit: () => {
    const memory = createCacheMemory();
    createCacheMemory();
    print(memory.audit());
  },
};

await scenes[process.argv[2]]();
