import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';

/** A Redis server on a free loopback port, which keeps nothing; `undefined` where none is installed. */
export async function startRedis() {
  if (spawnSync('redis-server', ['--version']).status !== 0) return undefined;
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  const fixed = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', fixed, { stdio: ['ignore', 'pipe', 'inherit'] });
  for (let output = ''; !output.includes('Ready to accept connections');) {
    const [text] = await once(server.stdout, 'data');
    output += text;
  }
  server.stdout.resume();
  return { url: `redis://127.0.0.1:${port}`, stop: () => server.kill() };
}
