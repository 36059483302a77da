import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startChildApp } from './support/child-app.mjs';

const level = ({ details }) => details.cache_memory.level;

describe('the application whose memory fills with the results that it caches', () => {
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

  it('holds them within their budget and stays ok', async () => {
    let evictions = 0;
    for (let request = 0; request < 400 && evictions < 20; request++) {
      await simulate();
      const health = await app.getJson('/health');
      assert.equal(`${health.status} ${level(health)}`, 'ok normal');
      const { regions } = await app.getJson('/cache');
      evictions = regions.simulations.removals.pressure + regions.simulations.removals.size;
    }
    const { regions, memory } = await app.getJson('/cache');
    assert.ok(evictions >= 20, 'nothing was evicted');
    assert.equal(regions.drugs.removals.pressure, 0);
    assert.ok(memory.budget.heldBytes <= memory.budget.bytes);
    assert.ok(memory.usage < 0.84, `${memory.usage} of the limit`);
  });
});

describe('the application driven past its threshold by memory that is not the caches', () => {
  let app;
  before(async () => {
    app = await startChildApp({ execArgv: ['--max-old-space-size=256'], env: { CACHE_CHECK_INTERVAL: '200ms' } });
  });
  after(() => app.stop());

  it('goes from ok to degraded and back to ok, and keeps serving', async () => {
    for (let seed = 0; seed < 10; seed++) {
      await app.postJson('/simulations', { drug: 'theophylline', patients: 500, hours: 48, seed });
    }
    assert.equal((await app.getJson('/health')).status, 'ok');
    const full = await app.until(
      '/health',
      ({ status }) => status === 'degraded',
      () => app.order('fill', { megabytes: 8 }),
    );
    assert.equal(full.details.cache_memory.source, 'heap');
    await app.postJson('/simulations', { drug: 'caffeine', patients: 100 });
    assert.match(
      app.log.join(''),
      /Memory pressure normal -> \w+: source=heap usage=0\.\d+ usedBytes=\d+ limitBytes=268435456/,
    );
    const pressed = await app.until(
      '/cache',
      ({ regions }) => regions.simulations.removals.pressure > 0,
      () => app.order('fill', { megabytes: 2 }),
    );
    assert.ok(pressed.memory.lastEvictionAt > 0);
    await app.order('drop');
    const free = await app.until(
      '/health',
      ({ status }) => status === 'ok',
      () => app.order('collect'),
    );
    assert.equal(level(free), 'normal');
  });
});
