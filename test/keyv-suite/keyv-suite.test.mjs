// Keyv's own test suite on regions: `npm run test:keyv`.
import keyvTestSuite, { keyvIteratorTests } from '@keyv/test-suite';
import { Keyv as Keyv5 } from 'keyv';
import { Keyv as Keyv6 } from 'keyv-6';
import { MethodInstanceCache } from 'nestjs-cache-memory/engine';
import { CacheKeyvStore, keyvOptions } from 'nestjs-cache-memory/keyv';
import { entryTier, jsonCodec, MemoryPlace } from 'nestjs-cache-memory/tiers';
import * as vitest from 'vitest';

const Keyv = process.env.KEYV === '6' ? Keyv6 : Keyv5;

/** What Keyv 6 does otherwise than the suite, which was written for Keyv 5, expects: on its own store in memory just so. */
const DIFFERS_IN_6 = {
  '.deleteMany([keys]) with nonexistent keys resolves to false': 'answers a boolean for each key',
};

/** The suite's way to declare tests, without those that ask for what Keyv 6 does otherwise. */
const runner = {
  ...vitest,
  it: (name, work) => {
    const reason = Keyv === Keyv6 ? DIFFERS_IN_6[name] : undefined;
    return reason ? vitest.it.skip(`${name} (Keyv 6 ${reason})`, work) : vitest.it(name, work);
  },
};

/** The suite, for what `make` makes of a region. */
function run(title, KeyvOnRegion, cache) {
  const store = () => new CacheKeyvStore(cache);
  vitest.describe(title, () => {
    vitest.afterAll(() => cache.close());
    keyvTestSuite(runner, KeyvOnRegion, store);
    if (cache.stats().tier === 'none') keyvIteratorTests(runner, KeyvOnRegion, store); // who iterates sees memory alone
  });
}

const region = (options) => new MethodInstanceCache({ maxEntries: 1_000, ...options });
const texts = region({ region: 'texts' });
const instances = region({ region: 'instances' });
const tier = entryTier({ place: new MemoryPlace(), codec: jsonCodec });
const tiered = region({ region: 'tiered', maxEntries: 1, policy: 'lru', tier });

class InstancesKeyv extends Keyv {
  constructor({ store, ...options } = {}) {
    super(store ? { ...keyvOptions(instances), ...options, store } : options);
  }
}

/** Waits until what was evicted has reached the tier: what is on its way is deleted without a word of its having been there. */
class SettledKeyv extends Keyv {
  async set(...entry) {
    const isSet = await super.set(...entry);
    await tiered.tierSettled();
    return isSet;
  }
}

run('a region under a Keyv that serialises', Keyv, texts);
run('a region under a Keyv that keeps instances', InstancesKeyv, instances);
run('a region of one entry, with a tier that has the others', SettledKeyv, tiered);
