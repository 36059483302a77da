// One worker: its heap has a limit of its own, so it has a governor of its own.
import { parentPort } from 'node:worker_threads';
import { createCacheMemory } from 'nestjs-cache-memory/standalone';

const memory = createCacheMemory({ maxEntries: 50, memory: { limit: '25%' } });
const tables = memory.region<string, Float64Array>();
let made = 0;

parentPort?.on('message', async ({ key }: { key: string | undefined }) => {
  if (key === undefined) {
    await memory.close();
    return parentPort?.close();
  }
  const table = await tables.getOrCreate(key, () => {
    made++;
    return new Float64Array(1_000);
  });
  return parentPort?.postMessage({ key, length: table.length, made });
});
