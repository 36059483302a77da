import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./pressure-app.mjs', import.meta.url));

/** Starts the reference application in a child process with its own heap limit and environment. */
export async function startChildApp({ execArgv = [], env = {} }) {
  const child = fork(script, {
    execArgv: ['--expose-gc', ...execArgv],
    env: { ...process.env, ...env },
    stdio: 'pipe',
  });
  const log = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => log.push(String(chunk)));
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the application ended with ${code}:\n${log.join('')}`);
  });
  ended.catch(() => {});
  const [{ url }] = await Promise.race([once(child, 'message'), ended]);

  const order = async (name, details = {}) => {
    child.send({ name, ...details });
    await Promise.race([once(child, 'message'), ended]);
  };
  const getJson = async (path) => (await fetch(`${url}${path}`)).json();
  return {
    log,
    order,
    getJson,
    postJson: async (path, body) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    /** Asks until the answer satisfies; gives up loudly. */
    until: async (path, isReached, beforeEach = async () => {}) => {
      for (let tries = 0; tries < 100; tries++) {
        await beforeEach();
        const answer = await getJson(path);
        if (isReached(answer)) return answer;
        await delay(100);
      }
      throw new Error(`${path} never got there:\n${JSON.stringify(await getJson(path), null, 2)}\n${log.join('')}`);
    },
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
