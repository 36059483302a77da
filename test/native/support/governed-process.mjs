// One way to fill memory, in a process of its own: node governed-process.mjs <scenario>. Its last line is what came of it, as JSON.
import { setImmediate, setTimeout } from 'node:timers/promises';
import { createCacheMemory } from 'nestjs-cache-memory/standalone';

const MB = 2 ** 20;

class Instance {
  constructor(index, size) {
    this.index = index;
    this.name = `instance ${index}`;
    this.parts = Array.from({ length: size }, (_, part) => ({
      part,
      value: part * 1.5,
      text: `part ${part} of ${index}`,
    }));
  }
}

const record = (index, size) =>
  Array.from({ length: size }, (_, part) => ({
    id: index + part,
    price: part * 1.37,
    title: `item ${part} of ${index}`,
  }));

/** Values that grow eightfold until `megabytes` were stored, a quarter of them read again; answers what happened, `usage` as the mean of its second half. */
async function grow(make, bytesOfOne, megabytes, memoryOptions = {}) {
  const memory = createCacheMemory({ memory: memoryOptions, regions: [{ region: 'values', maxEntries: 10_000_000 }] });
  const cache = memory.region('values');
  const usages = [];
  let collections = 0;
  let stored = 0;
  for (let index = 0; stored < megabytes * MB; index++) {
    const size = 4 * (1 + (7 * stored) / (megabytes * MB));
    cache.set(index, make(index, Math.ceil(size)));
    stored += bytesOfOne * size;
    cache.get(Math.floor(index * 0.9));
    if (index % 50 === 0) {
      await setImmediate();
      const report = memory.report();
      if (report.majorCollections > collections) usages.push(report.usage);
      collections = report.majorCollections;
    }
  }
  const { removals, entries } = cache.stats();
  const late = usages.slice(usages.length >> 1);
  const { source } = memory.report();
  return {
    entries,
    evicted: removals.pressure,
    usage: late.reduce((sum, each) => sum + each, 0) / late.length,
    source,
    level: await settledLevel(memory),
  };
}

/** The level once nothing is stored any more: the last values may have come in a rush, on a machine that had held the process up. */
async function settledLevel(memory) {
  const end = Date.now() + 20_000;
  while (memory.check().level !== 'normal' && Date.now() < end) await setTimeout(50);
  return memory.report().level;
}

const scenarios = {
  objects: () => grow(record, 160, 800),
  instances: () => grow((index, size) => new Instance(index, size), 130, 800),
  buffers: () => grow((_, size) => Buffer.alloc(10_000 * size), 10_000, 1_200, { limit: '256MB' }),

  /** Twice the limit in one synchronous job. */
  burst: async () => {
    const memory = createCacheMemory({ regions: [{ region: 'values', maxEntries: 10_000_000 }] });
    const cache = memory.region('values');
    for (let index = 0; index < 60_000; index++) cache.set(index, record(index, 64));
    return { entries: cache.size, evicted: cache.stats().removals.pressure };
  },

  /** A constant live size, and so much garbage that it is collected again and again. */
  garbage: async () => {
    const memory = createCacheMemory({ regions: [{ region: 'values', maxEntries: 10_000 }] });
    const cache = memory.region('values');
    for (let index = 0; index < 10_000; index++) cache.set(index, record(index, 64));
    const levels = new Set();
    memory.on('pressure.changed', ({ level }) => levels.add(level));
    const seconds = Number(process.env.GARBAGE_SECONDS ?? 30);
    const recent = [];
    for (const end = Date.now() + seconds * 1_000; Date.now() < end; await setImmediate()) {
      for (let index = 0; index < 200; index++) recent.push(record(index, 32));
      if (recent.length > 6_000) recent.splice(0, 3_000); // old enough to be moved to the old generation
    }
    const { majorCollections } = memory.check();
    return { entries: cache.size, evicted: cache.stats().evictions, levels: [...levels], majorCollections };
  },

  /** What the application brings fails behind everybody's back: a region's policy, and listeners. */
  failing: async () => {
    const fail = () => {
      throw new Error('its own mistake');
    };
    const policy = () => ({ offer() {}, insert() {}, touch() {}, remove: fail, victim: fail });
    const memory = createCacheMemory({
      memory: { limit: '64MB' },
      regions: [
        { region: 'broken', maxEntries: 1_000_000, ttl: '1s', policy },
        { region: 'other', maxEntries: 1_000_000 },
      ],
    });
    const told = { alerts: new Set(), warnings: new Set(), listeners: 0 };
    process.on('warning', ({ message }) => told.warnings.add(message));
    memory.on('memory.alert', ({ kind }) => told.alerts.add(kind));
    memory.on('pressure.changed', async () => fail());
    memory.on('listener.failed', () => told.listeners++);
    const [broken, other] = ['broken', 'other'].map((name) => memory.region(name));
    for (let key = 0; key < 60_000; key++) {
      broken.set(key, [key]);
      other.set(
        key,
        Array.from({ length: 8 }, () => key),
      );
    }
    const ballast = [];
    const isTold = () => told.alerts.has('region failed') && told.warnings.size > 0 && told.listeners > 0;
    for (const end = Date.now() + 30_000; !isTold() && Date.now() < end; await setTimeout(100)) {
      if (memory.report().level === 'normal') ballast.push(Array.from({ length: 250_000 }, () => 1.5));
    }
    return { warnings: [...told.warnings], isTold: isTold(), others: other.size };
  },

  /** The application takes nearly all, and gives it back. */
  rebuild: async () => {
    const keys = Array.from({ length: 2_000 }, (_, index) => index);
    const source = () => keys.map((key) => [key, record(key, 64)]);
    const memory = createCacheMemory({
      regions: [
        { region: 'reference', maxEntries: 5_000, source },
        { region: 'values', maxEntries: 1_000_000 },
      ],
    });
    const reference = memory.region('reference');
    for (const [key, value] of source()) reference.set(key, value, { protected: true });
    const levels = [];
    memory.on('pressure.changed', ({ level }) => levels.push(level));
    let ballast = [];
    while (!memory.report().awaitingRebuild.includes('reference')) {
      ballast.push(Array.from({ length: 131_072 }, (_, index) => index + 0.5));
      await setImmediate();
      memory.check();
    }
    const emptied = reference.size === 0;
    ballast = [];
    for (const end = Date.now() + 60_000; Date.now() < end && memory.report().awaitingRebuild.length > 0;) {
      for (let index = 0; index < 200; index++) ballast.push(record(index, 32));
      ballast = ballast.slice(-1_000);
      await setImmediate();
    }
    return { emptied, levels, entries: reference.size, protectedEntries: reference.stats().protectedEntries };
  },
};

console.log(JSON.stringify(await scenarios[process.argv[2]]()));
process.exit(0);
