import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** What the packages promise to work with, oldest first. */
export const NODES = ['20.19', '22', '24', '26'];
export const TYPESCRIPTS = ['5.9', '6.0', '7.0'];
export const NESTS = [
  { nest: '11.2.10', platforms: '11.2.8', terminus: '11' },
  { nest: '12.5.1', platforms: '12.5.0', terminus: '12' },
];
export const PLATFORMS = ['express', 'fastify'];
/** How a consumer is loaded: `type` of its package.json. */
export const FORMATS = [
  { format: 'import', type: 'module' },
  { format: 'require', type: 'commonjs' },
];

/** Where Node of this version is: this very process, or what npm's package `node` brings. */
export async function nodeOf(version) {
  if (process.version.startsWith(`v${version}.`)) return process.execPath;
  const { stdout } = await exec('npx', ['--yes', `node@${version}`, '-p', 'process.execPath']);
  return stdout.trim();
}
