// What a process of its own senses: `node sense.mjs <what>` prints it as one line of JSON.
import { appendFileSync } from 'node:fs';
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

  /** Writes a large file first, so that the container's memory is for the most part page cache. */
  'page cache': () => {
    const piece = Buffer.alloc(2 ** 20, 'x');
    for (let megabyte = 0; megabyte < 200; megabyte++) appendFileSync(process.argv[3], piece);
    print(senseProcess().sample());
  },

  audit: () => {
    const memory = createCacheMemory();
    createCacheMemory();
    print(memory.audit());
  },
};

await scenes[process.argv[2]]();
