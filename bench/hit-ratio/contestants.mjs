import { CacheableMemory } from 'cacheable';
import { LRUCache } from 'lru-cache';
import { LRUMapWithDelete } from 'mnemonist';
import { MethodInstanceCache } from 'nestjs-cache-memory/engine';
import { newCache } from 'transitory';
import { policyNames } from '../support/policy-names.mjs';
import { prepareBelady } from './references/belady.mjs';
import { prepareClairvoyant } from './references/clairvoyant.mjs';
import { prepareGdsf } from './references/gdsf.mjs';
import { prepareSieve } from './references/sieve.mjs';
import { prepareUpperBound } from './references/upper-bound.mjs';

/**
 * All that is compared. `prepare(workload)` answers a function from a capacity, in entries or bytes, to a cache: `access(key)`
 * asks for a key, stores it where it is missing, and says whether it was there; `held()` is what counts against the capacity.
 */
export const contestants = [
  { name: 'OPT', role: 'ceiling', prepare: prepareOptimum },
  { name: 'bound', role: 'ceiling', prepare: prepareUpperBound, measures: ['cost', 'sized-cost'] },
  ...policyNames.map((policy) => ({
    name: `ours/${policy}`,
    role: 'ours',
    prepare: (workload) => (capacity) => ours(policy, workload, capacity),
  })),
  { name: 'lru-cache', role: 'peer', prepare: (workload) => (capacity) => lruCache(workload, capacity) },
  { name: 'transitory', role: 'peer', prepare: (workload) => (capacity) => transitory(workload, capacity) },
  { name: 'mnemonist', role: 'peer', prepare: () => mnemonist, measures: ['hits', 'cost'] },
  { name: 'cacheable', role: 'peer', prepare: () => cacheable, measures: ['hits', 'cost'], mostRequests: 150_000 },
  { name: 'GDSF', role: 'reference', prepare: prepareGdsf },
  {
    name: 'GDSF-size',
    role: 'reference',
    prepare: (workload) => prepareGdsf({ ...workload, costs: new Float64Array(workload.unique).fill(1) }),
    measures: ['sized-cost'],
  },
  { name: 'SIEVE', role: 'reference', prepare: prepareSieve },
];

function prepareOptimum(workload) {
  return workload.measure === 'hits' ? prepareBelady(workload) : prepareClairvoyant(workload);
}

/** The value of a key; an answer is held against it, so that what is read is used. */
const valueOf = (key) => key + 1;

/** A cache from its own way to look up and to store. */
function through(get, set, held) {
  return {
    access(key) {
      const value = get(key);
      if (value === undefined || value === null) {
        set(key, valueOf(key));
        return false;
      }
      if (value !== valueOf(key)) throw new Error(`expected the value of key ${key}, found ${value}`);
      return true;
    },
    held,
  };
}

function ours(policy, { isSized, sizes, costs }, capacity) {
  const bound = isSized ? { maxBytes: capacity, weigher: (_, key) => sizes[key] } : { maxEntries: capacity };
  const cache = new MethodInstanceCache({ ...bound, policy });
  return through(
    (key) => cache.get(key),
    (key, value) => cache.set(key, value, { cost: costs[key] }),
    () => (isSized ? cache.weight : cache.size),
  );
}

function lruCache({ isSized, sizes }, capacity) {
  const cache = new LRUCache(
    isSized ? { maxSize: capacity, sizeCalculation: (_, key) => sizes[key] } : { max: capacity },
  );
  return through(
    (key) => cache.get(key),
    (key, value) => cache.set(key, value),
    () => (isSized ? cache.calculatedSize : cache.size),
  );
}

function transitory({ isSized, sizes }, capacity) {
  const builder = newCache().maxSize(capacity);
  const cache = (isSized ? builder.withWeigher((key) => sizes[key]) : builder).build();
  return through(
    (key) => cache.getIfPresent(key),
    (key, value) => cache.set(key, value),
    () => (isSized ? cache.weightedSize : cache.size),
  );
}

function mnemonist(capacity) {
  const cache = new LRUMapWithDelete(capacity);
  return through(
    (key) => cache.get(key),
    (key, value) => cache.set(key, value),
    () => cache.size,
  );
}

/** Takes texts for keys only: with 0 among them it forgets its bound. */
function cacheable(capacity) {
  const cache = new CacheableMemory({ lruSize: capacity, useClone: false, checkInterval: 0 });
  return through(
    (key) => cache.get(String(key)),
    (key, value) => cache.set(String(key), value),
    () => cache.size,
  );
}
