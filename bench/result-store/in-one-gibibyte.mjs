import { spawn } from 'node:child_process';
import { findControlGroups, makeControlGroup } from '../memory-limits/machine/control-group.mjs';

/** Runs a script of Node in a container of 1 GiB where one can be made, else with a heap of 768 MB; answers what it wrote. */
export async function inOneGibibyte(args) {
  const version = await findControlGroups();
  const group = version && makeControlGroup(version, 2 ** 30);
  const command = [process.execPath, ...(group ? [] : ['--max-old-space-size=768']), ...args];
  const options = { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } };
  const child = group
    ? spawn('sh', ['-c', 'echo $$ > "$0" && exec "$@"', group.entrance, ...command], options)
    : spawn(command[0], command.slice(1), options);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  const isKilled = group?.hasKilled() ?? false;
  await group?.remove();
  if (code !== 0) throw new Error(isKilled ? 'killed for going beyond 1 GiB' : `ended with ${code}: ${output}`);
  return { output, limit: group ? 'a container of 1 GiB' : 'a heap of 768 MB' };
}
