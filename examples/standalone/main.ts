// A script without Nest: two regions under one governor, and what they did.
import { createCacheMemory } from 'nestjs-cache-memory/standalone';

const memory = createCacheMemory({
  regions: [
    { region: 'patterns', maxEntries: 100 },
    { region: 'pages', maxBytes: '16MB', ttl: '5m' },
  ],
});
const patterns = memory.region<string, RegExp>('patterns');
const pages = memory.region<string, string>('pages');

for (const word of ['cache', 'memory', 'cache', 'cache']) {
  const pattern = await patterns.getOrCreate(word, () => new RegExp(`\\b${word}\\b`, 'gu'));
  await pages.getOrCreate(word, () => 'a cache that knows its memory'.replace(pattern, word.toUpperCase()));
}

const { hits, misses, weight } = pages.stats();
const { level, budget } = memory.check();
console.log(
  JSON.stringify({ hits, misses, isMeasured: weight > 0, level, isWithin: budget.heldBytes <= budget.bytes }),
);
await memory.close();
