// The other process: reads what the parent writes, and says when it has it.
import { contestants } from './contestants.mjs';

const [name, url] = process.argv.slice(2);
const cache = await contestants.find((each) => each.name === name).create(url);
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
const nap = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Reads until it holds, with a loader that knows the truth where there is one; where Redis is cut off a value may be missing. */
async function readUntil(key, holds, atMostMs, truth) {
  const read = () => (truth === undefined ? cache.read(key) : cache.load(key, () => truth).catch(() => undefined));
  const startedAt = performance.now();
  while (!holds(await Promise.race([read(), nap(500).then(() => undefined)]))) {
    if (performance.now() - startedAt > atMostMs) return false;
    await nextTurn();
  }
  return true;
}

process.on('message', async ({ see, until, value, not, is, atMostMs, truth }) => {
  if (see) {
    await readUntil(see, (found) => found === value, Infinity);
    process.send({ at: String(process.hrtime.bigint()) });
    return;
  }
  const isSeen = await readUntil(until, (found) => (is === undefined ? found !== not : found === is), atMostMs, truth);
  process.send({ isSeen });
});
process.send('ready');
