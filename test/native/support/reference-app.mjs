import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));

/** Starts the reference application as its users do, on a free port; answers its address, its log and what ends it. */
export async function startReferenceApp(env = {}) {
  const child = spawn(process.execPath, [script], { env: { ...process.env, HOST: '127.0.0.1', PORT: '0', ...env } });
  const log = [];
  const url = await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        log.push(String(chunk));
        const found = /pharmacokinetics at (http:\S+)/.exec(log.join(''));
        if (found) resolve(found[1]);
      });
    }
    child.once('exit', (code) => reject(new Error(`the application ended with ${code}:\n${log.join('')}`)));
  });
  return {
    url,
    log,
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
