import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { exposePrometheus } from './expose-prometheus.js';
import { CacheMemory } from '../standalone/cache-memory.js';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../monitoring');
const METRIC = /\bcache_[a-z_]+\b/g;

function metricsIn(file: string): string[] {
  return [...new Set(readFileSync(join(folder, file), 'utf8').match(METRIC))].filter((name) => name.length > 6);
}

async function exportedNames(): Promise<Set<string>> {
  const registry = new Registry();
  const memory = new CacheMemory({ maxEntries: 1, maxBytes: 1_000 });
  memory.region().set('key', 'value');
  memory.configureMemory({ limit: 1_000 });
  memory.check(); // evicts, since the process needs more than a thousand bytes
  exposePrometheus(memory, registry);
  const lines = (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  await memory.close();
  return new Set(lines.map((line) => /^\w+/.exec(line)![0]));
}

describe('the monitoring files of the package', () => {
  it.each(['grafana-dashboard.json', 'prometheus-alerts.yml', 'prometheus-alerts.test.yml'])(
    'name only metrics that exist: %s',
    async (file) => {
      const exported = await exportedNames();
      const named = metricsIn(file);
      expect(named.length).toBeGreaterThan(5);
      expect(named.filter((name) => !exported.has(name))).toEqual([]);
    },
  );

  it('are explained metric by metric in the guide, and no other is', async () => {
    const exported = new Set(
      [...(await exportedNames())].map((name) => name.replace(/(_duration_seconds)_\w+$/, '$1')),
    );
    expect(metricsIn('../../../docs/guides/metrics.md').sort()).toEqual([...exported].sort());
  });

  it('show every metric on the dashboard, but for bounds and removals that were asked for', async () => {
    const shown = new Set(metricsIn('grafana-dashboard.json'));
    const missing = [...(await exportedNames())].filter((name) => !shown.has(name));
    expect(missing.sort()).toEqual([
      'cache_load_duration_seconds_count',
      'cache_load_duration_seconds_sum',
      'cache_loading',
      'cache_removals_total',
    ]);
  });

  it('are a dashboard whose panels have distinct numbers and do not overlap', () => {
    const { panels } = JSON.parse(readFileSync(join(folder, 'grafana-dashboard.json'), 'utf8')) as {
      panels: { id: number; gridPos: { x: number; y: number; w: number; h: number } }[];
    };
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const [index, { gridPos: one }] of panels.entries()) {
      for (const { gridPos: other } of panels.slice(index + 1)) {
        const isBeside = one.x + one.w <= other.x || other.x + other.w <= one.x;
        expect(isBeside || one.y + one.h <= other.y || other.y + other.h <= one.y).toBe(true);
      }
    }
  });
});
