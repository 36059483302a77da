import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { csvSource } from 'nestjs-cache-memory/csv';
import { connectRedis, RedisMemoryService } from 'nestjs-cache-memory/redis';
import { createClient } from 'redis';
import { RedisServer } from './support/redis-server.mjs';
import { redisTest } from './support/redis-test.mjs';

/** A tenth of what `npm run test:redis` does, unless that runs it. */
const SCALE = Number(process.env.REDIS_SCALE ?? 0.1);
const PROTECTED = Math.round(50_000 * SCALE);
const EVICTABLE = Math.round(300_000 * SCALE);
const ENTITIES = Math.round(100_000 * SCALE);
const MEMORY_MB = Math.round(120 * (SCALE === 1 ? 1 : SCALE * 1.2));
const AT_ONCE = 500;

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

async function given(t, options, ...args) {
  const server = await RedisServer.start('--maxmemory-policy', 'volatile-lru', ...args);
  const admin = createClient({ url: server.url });
  await admin.connect();
  const service = new RedisMemoryService(connectRedis({ url: server.url }), { namespace: 'shop', ...options });
  await service.start();
  t.after(async () => {
    await service.close();
    admin.destroy();
    await server.kill();
  });
  return { service, admin };
}

/** Does something for each number below a count, many at a time. */
async function forEach(count, work) {
  for (let from = 0; from < count; from += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, n) => work(from + n)));
  }
}

/** Reads in a loop until it is stopped; answers how long each took, in milliseconds, sorted. */
function readInALoop(read) {
  const took = [];
  const stop = new AbortController();
  const loop = (async () => {
    while (!stop.signal.aborted) {
      const startedAt = performance.now();
      await read(took.length);
      took.push(performance.now() - startedAt);
      await nextTurn();
    }
  })();
  return async () => {
    stop.abort();
    await loop;
    return took.sort((left, right) => left - right);
  };
}

redisTest(
  'no protected key is lost under pressure, and relief clears what is evictable while reads go on',
  async (t) => {
    const { service, admin } = await given(
      t,
      { protected: { products: {} }, evictable: { pages: { ttl: '1h' } }, ownsDatabase: true, checkInterval: '1h' },
      '--maxmemory',
      `${MEMORY_MB}mb`,
    );
    await forEach(PROTECTED, (n) => service.storeProtected('products', n, { n, name: 'x'.repeat(150) }));
    await forEach(EVICTABLE, (n) => service.storeEvictable('pages', n, 'y'.repeat(300)));
    const full = await service.stats();
    assert.equal(full.protectedKeys, PROTECTED, 'the server has evicted protected keys');
    const evicted = EVICTABLE - full.evictableKeys;
    assert.ok(evicted > 0, 'memory was not full');
    assert.equal(full.level, 'critical');

    const stop = readInALoop(async (n) => {
      const key = (n * 7_919) % PROTECTED;
      assert.equal((await service.get('products', key)).n, key);
    });
    const startedAt = performance.now();
    const report = await service.check();
    const tookMs = performance.now() - startedAt;
    const took = await stop();
    assert.equal(report.relief[0].step, 'clear all');
    assert.equal((await service.stats()).evictableKeys, 0);
    assert.equal(report.stats.level, 'normal');
    t.diagnostic(
      `${PROTECTED} protected and ${EVICTABLE} evictable keys in ${MEMORY_MB} MB: ${evicted} evicted by the server, ` +
        `${report.relief[0].keys} cleared in ${tookMs.toFixed(0)} ms; ${took.length} reads meanwhile, ` +
        `p50 ${percentile(took, 0.5).toFixed(1)} ms, p99 ${percentile(took, 0.99).toFixed(1)} ms, longest ${took.at(-1).toFixed(1)} ms`,
    );
    let lost = 0;
    await forEach(PROTECTED, async (n) => {
      const value = await service.get('products', n);
      if (value?.n !== n || value.name.length !== 150) lost++;
    });
    assert.equal(lost, 0);
    assert.equal(await admin.dbSize(), PROTECTED + (await admin.keys('shop:m:*')).length);
  },
);

redisTest('a rebuild from CSV is one step to those who read', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'entities-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'entities.csv');
  const write = (version) => {
    const rows = Array.from({ length: ENTITIES }, (_, n) => `${n},${version},entity ${n}`);
    writeFileSync(file, `id,version,name\n${rows.join('\n')}\n`);
  };
  write(1);
  const source = csvSource(file, { key: 'id', map: ({ version, name }) => ({ version: Number(version), name }) });
  const { service } = await given(t, { protected: { entities: { source } } });
  const first = await service.rebuild('entities');
  assert.equal(first.entries, ENTITIES);

  const seen = { old: 0, new: 0 };
  const stop = readInALoop(async (n) => {
    const keys = Array.from({ length: 50 }, (_, each) => String((n * 7_919 + each * 1_999) % ENTITIES));
    const entities = await service.getMany('entities', keys);
    const versions = new Set(entities.map((entity) => entity?.version));
    assert.equal(versions.size, 1, `half of a rebuild was seen: ${[...versions].join(', ')}`);
    const [version] = versions;
    assert.ok(
      version === 2 || (version === 1 && seen.new === 0),
      `version ${version} after ${seen.new} of the new ones`,
    );
    seen[version === 1 ? 'old' : 'new']++;
  });
  write(2);
  const startedAt = performance.now();
  const { entries, removed } = await service.rebuild('entities');
  const tookMs = performance.now() - startedAt;
  while (seen.new < 10) await nextTurn();
  const took = await stop();
  assert.deepEqual([entries, removed], [ENTITIES, 0]);
  assert.ok(seen.old > 0);
  t.diagnostic(
    `${ENTITIES} entities rebuilt in ${tookMs.toFixed(0)} ms; ${seen.old} reads of 50 keys found the old ones, ${seen.new} the new ones, ` +
      `none a mixture; p99 ${percentile(took, 0.99).toFixed(1)} ms, longest ${took.at(-1).toFixed(1)} ms`,
  );
});
