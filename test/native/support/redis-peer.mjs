// A process with a region whose tier is in Redis, which does what its parent tells it: url, file of the truth, patience with Redis.
import { readFileSync } from 'node:fs';
import { redisPlace } from 'nestjs-cache-memory/redis';
import { createCacheMemory } from 'nestjs-cache-memory/standalone';
import { jsonCodec } from 'nestjs-cache-memory/tiers';

const [url, truth, patience] = process.argv.slice(2);
const { hangTimeout, timeout, lease } = JSON.parse(patience);
const place = redisPlace({ connection: { url }, hangTimeout });
const tier = { place, codec: jsonCodec, spill: 'stored', timeout, singleFlight: { lease } };
const memory = createCacheMemory({ regions: [{ region: 'prices', maxEntries: 10_000, tier }] });
const prices = memory.region('prices');
const reading = { values: new Set(), failures: 0, requests: 0, timer: undefined };

const load = () => {
  return Number(readFileSync(truth, 'utf8'));
};
const nap = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** One request of the application. */
async function request() {
  reading.requests++;
  try {
    const value = await prices.getOrCreate('price', load);
    reading.values.add(value);
    reading.last = value;
  } catch {
    reading.failures++;
  }
}

const can = {
  set: ([key, value]) => void prices.set(key, value),
  settled: () => prices.tierSettled(),
  peek: ([key]) => prices.peek(key) ?? null,
  get: ([key]) => prices.getOrCreate(key, load),
  /** Has requests made, one each 5 ms, from now on. */
  startReading: () => void (reading.timer = setInterval(request, 5)),
  /** What the requests since the last call have got, and how many failed so far. */
  readings: () => {
    const { values, failures, requests, last } = reading;
    reading.values = new Set();
    return { values: [...values], failures, requests, last };
  },
  /** Loads many values, each of which takes a while. */
  loadAll: async ([count]) => {
    let own = 0;
    const slow = async ({ key }) => {
      own++;
      await nap(20);
      return key;
    };
    const keys = Array.from({ length: count }, (_, n) => `slow ${n}`);
    const values = await Promise.all(keys.map((key) => prices.getOrCreate(key, slow)));
    return { own, right: values.filter((value, n) => value === keys[n]).length };
  },
  /** Waits for a value of a key, asking again and again; the reading of the system's clock when it came. */
  see: async ([key, value]) => {
    while ((await prices.getOrCreate(key, load)) !== value) await new Promise((resolve) => setImmediate(resolve));
    return Number(process.hrtime.bigint());
  },
  end: async () => {
    clearInterval(reading.timer);
    await memory.close();
    setImmediate(() => process.disconnect());
  },
};

await prices.getOrCreate('price', load);
process.on('message', async ({ id, ask, args }) => process.send({ id, answer: (await can[ask](args)) ?? null }));
process.send({ ready: true });
