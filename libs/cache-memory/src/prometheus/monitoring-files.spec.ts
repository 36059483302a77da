import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { ToldRedis } from '../../test/told-redis.js';
import { RedisMemoryService } from '../redis/memory/redis-memory-service.js';
import { CacheMemory } from '../standalone/cache-memory.js';
import { CACHE_METRICS } from '../exporters/cache-metrics.js';
import { REDIS_METRICS } from '../exporters/redis-metrics.js';
import { structuredCloneCodec } from '../tiers/codecs/structured-clone-codec.js';
import { MemoryPlace } from '../tiers/memory-place.js';
import { exposePrometheus } from './expose-prometheus.js';
import { exposeRedisPrometheus } from './expose-redis-prometheus.js';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../monitoring');
const METRIC = /\bcache_[a-z_]+\b/g;

function metricsIn(file: string): string[] {
  return [...new Set(readFileSync(join(folder, file), 'utf8').match(METRIC))].filter((name) => name.length > 6);
}

/** The cells of every row of every table. */
function tableRows(markdown: string): string[][] {
  const lines = markdown.split('\n').filter((line) => line.startsWith('|'));
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

async function exportedNames(): Promise<Set<string>> {
  const registry = new Registry();
  const tier = { place: new MemoryPlace(), codec: structuredCloneCodec };
  const regions = [{ region: 'tiered', maxEntries: 1, tier }];
  const memory = new CacheMemory({ maxEntries: 1, maxBytes: 1_000, regions });
  memory.region().set('key', 'value');
  memory.configureMemory({ limit: 1_000 });
  memory.check(); // evicts, since the process needs more than a thousand bytes
  exposePrometheus(memory, registry);
  const redis = new ToldRedis(1_000);
  redis.keys = ['shop:p:products:0:a'];
  const options = { namespace: 'shop', protected: { products: {} }, countShare: 1 };
  const redisMemory = new RedisMemoryService(redis, options);
  await redisMemory.count();
  await redisMemory.check();
  exposeRedisPrometheus(redisMemory, registry);
  const lines = (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  await Promise.all([memory.close(), redisMemory.close()]);
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

  it('are in its tables as the code has them: both names, kind, unit and what they say', () => {
    const rows = tableRows(readFileSync(join(folder, '../../../docs/guides/metrics.md'), 'utf8'));
    for (const { prometheus, opentelemetry, kind, unit, help } of [...CACHE_METRICS, ...REDIS_METRICS]) {
      expect(rows).toContainEqual([`\`${prometheus}\``, `\`${opentelemetry}\``, kind, unit, help]);
    }
  });

  it('are alerts that the guide lists, and no other', () => {
    const rules = readFileSync(join(folder, 'prometheus-alerts.yml'), 'utf8').match(/(?<=alert: )\w+/g);
    const rows = tableRows(readFileSync(join(folder, '../../../docs/guides/metrics.md'), 'utf8'));
    const listed = rows.flatMap(([name]) => (/^`Cache[A-Z]\w+`$/.test(name!) ? [name!.replaceAll('`', '')] : []));
    expect(listed.filter((name) => !name.endsWith('Module'))).toEqual(rules);
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
