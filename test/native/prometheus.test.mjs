// What the package says to Prometheus is accepted by Prometheus' own tool.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { CacheMemory } from 'nestjs-cache-memory/standalone';
import { exposePrometheus } from 'nestjs-cache-memory/prometheus';
import { Registry } from 'prom-client';

const monitoring = join(import.meta.dirname, '../../libs/cache-memory/monitoring');
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
const skip = hasPromtool || process.env.CI ? false : 'promtool is not installed (Debian: prometheus)';

const promtool = (args, input) => execFileSync('promtool', args, { cwd: monitoring, input, encoding: 'utf8' });

describe('promtool', { skip }, () => {
  it('accepts the metrics, without a complaint about names, types or help', async () => {
    const registry = new Registry();
    const memory = new CacheMemory({
      regions: [{ region: 'strange "name"\n\\', maxEntries: 5, maxBytes: 100, weigher: () => 1 }],
    });
    exposePrometheus(memory, registry);
    await memory.region().getOrCreate('key', () => ({}));
    assert.equal(promtool(['check', 'metrics'], await registry.metrics()), '');
  });

  it('accepts the alert rules', () => {
    assert.match(promtool(['check', 'rules', 'prometheus-alerts.yml']), /8 rules found/);
  });

  it('sees the alerts fire when they should, and only then', () => {
    assert.match(promtool(['test', 'rules', 'prometheus-alerts.test.yml']), /SUCCESS/);
  });
});
