import { setTimeout } from 'node:timers/promises';

const JSON_TYPE = { 'content-type': 'application/json' };

/** Scrapes, looks after and uses the application over HTTP until it is stopped; answers how often, and what was not as it should be. */
export function watchOverHttp(url, draw) {
  const failures = [];
  let asked = 0;
  const ending = new AbortController();
  const ask = async (path, options) => {
    asked++;
    const response = await fetch(`${url}/${path}`, options);
    const text = await response.text();
    if (!response.ok) failures.push(`${options?.method ?? 'GET'} ${path}: ${response.status} ${text.slice(0, 200)}`);
    return text;
  };
  const steps = [
    async () => {
      const text = await ask('metrics');
      if (!text.includes('cache_gets_total')) failures.push('the metrics lack cache_gets_total');
    },
    () => ask('health'),
    () => ask('cache-memory'),
    () => ask('cache-memory/hybrid/entries?order=cost&limit=20'),
    () => ask('cache-memory-dashboard'),
    () => ask('cache-memory/lru', change({ maxEntries: 200 + draw.below(300) })),
    () => ask('cache-memory/lfu', change({ policy: ['lfu', 'lru', 'hybrid', 's3-fifo'][draw.below(4)] })),
    () => ask('cache-memory/memory/evict', { method: 'POST', headers: JSON_TYPE, body: '{"fraction":0.1}' }),
    () => ask('cache-memory/idle', { method: 'DELETE' }),
    () => listen(`${url}/cache-memory/events`),
  ];
  const tenants = async () => {
    const tenantId = `tenant ${draw.skewed(100)}`;
    const text = await ask('tenant', { headers: { 'x-tenant': tenantId } });
    if (text !== tenantId) failures.push(`'${tenantId}' was answered '${text}'`);
  };
  const running = (async () => {
    while (!ending.signal.aborted) {
      const asking = [tenants(), tenants(), tenants(), steps[draw.below(steps.length)]()];
      for (const { reason } of await Promise.allSettled(asking)) if (reason) failures.push(describe(reason));
      await setTimeout(20);
    }
  })();
  return {
    stop: async () => {
      ending.abort();
      await running;
      return { asked, failures };
    },
  };
}

/** What went wrong, with the reason that fetch keeps in `cause`. */
function describe({ message, cause }) {
  return `over HTTP: ${message}${cause ? ` (${cause.code ?? ''} ${cause.message})` : ''}`;
}

function change(body) {
  return { method: 'PATCH', headers: JSON_TYPE, body: JSON.stringify(body) };
}

/** Listens to the stream of events until the first one has come. */
async function listen(address) {
  const ending = new AbortController();
  const response = await fetch(address, { signal: ending.signal });
  await response.body.getReader().read();
  ending.abort();
}
