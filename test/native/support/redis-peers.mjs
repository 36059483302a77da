import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * A process of its own with a region whose tier is in Redis, which it waits for so long; `ask` has it do something and answers what
 * comes of it.
 */
export async function startPeer(url, truth, patience) {
  const child = fork(fileURLToPath(new URL('redis-peer.mjs', import.meta.url)), [url, truth, JSON.stringify(patience)]);
  const waiting = new Map();
  let asked = 0;
  child.on('message', ({ id, answer }) => {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  const [ready] = await once(child, 'message');
  if (!ready.ready) throw new Error('the peer did not start');
  const ask = (what, ...args) =>
    new Promise((resolve) => {
      waiting.set(++asked, resolve);
      child.send({ id: asked, ask: what, args });
    });
  const stop = async () => {
    if (child.exitCode !== null) return;
    const exit = once(child, 'exit');
    await ask('end');
    await exit;
  };
  return { ask, stop };
}
