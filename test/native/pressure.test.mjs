import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startChildApp } from './support/child-app.mjs';

const level = ({ details }) => details.cache_memory.level;

describe('the application driven past its threshold by the results that it caches', () => {
  let app;
  let seed = 0;
  // 2,000 patients x 97 times x 8 bytes: 1.5 MB each
  const simulate = () =>
    app.postJson('/simulations', { drug: 'theophylline', patients: 2_000, hours: 48, seed: seed++ });

  before(async () => {
    app = await startChildApp({ env: { CACHE_MEMORY_LIMIT: '192MB', CACHE_CHECK_INTERVAL: '200ms' } });
  });
  after(() => app.stop());

  it('is ok at the start', async () => {
    assert.equal((await app.getJson('/health')).status, 'ok');
  });

  it('says degraded when memory fills, evicts, and says ok again', async () => {
    const seen = new Set();
    let evictions = 0;
    for (let request = 0; request < 400 && evictions === 0; request++) {
      await simulate();
      const health = await app.getJson('/health');
      seen.add(`${health.status} ${level(health)}`);
      evictions = (await app.getJson('/cache')).regions.simulations.removals.pressure;
    }
    assert.ok(evictions > 0, `no eviction; seen were ${[...seen].join(', ')}`);
    assert.ok(
      [...seen].some((each) => each.startsWith('degraded ')),
      `never degraded; seen were ${[...seen].join(', ')}`,
    );

    const health = await app.until(
      '/health',
      ({ status }) => status === 'ok',
      () => app.order('collect'),
    );
    assert.equal(level(health), 'normal');
    const { regions, memory } = await app.getJson('/cache');
    assert.ok(regions.simulations.removals.pressure > 0);
    assert.ok(regions.simulations.evictedWeight > 1_000_000);
    assert.equal(regions.drugs.removals.pressure, 0);
    assert.ok(memory.lastEvictionAt > 0);
  });

  it('has logged each change of level with what was evicted', () => {
    assert.match(
      app.log.join(''),
      /Memory pressure \w+ -> (eviction|critical): configured at \d+\.\d %.*evicted from (\w+ \d+ \(\d+ MB\), )*simulations \d+ \(\d+ MB\)/,
    );
  });
});

describe('the application driven past its threshold by memory that is not the caches', () => {
  let app;
  before(async () => {
    app = await startChildApp({ execArgv: ['--max-old-space-size=256'], env: { CACHE_CHECK_INTERVAL: '200ms' } });
  });
  after(() => app.stop());

  it('goes from ok to degraded and back to ok, and keeps serving', async () => {
    await app.postJson('/simulations', { drug: 'theophylline', patients: 100 });
    assert.equal((await app.getJson('/health')).status, 'ok');
    const full = await app.until(
      '/health',
      ({ status }) => status === 'degraded',
      () => app.order('fill', { megabytes: 8 }),
    );
    assert.equal(full.details.cache_memory.source, 'heap');
    await app.postJson('/simulations', { drug: 'caffeine', patients: 100 });
    await app.order('drop');
    const free = await app.until(
      '/health',
      ({ status }) => status === 'ok',
      () => app.order('collect'),
    );
    assert.equal(level(free), 'normal');
  });
});
