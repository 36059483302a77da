import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { packLibraries } from '../../tools/pack-libraries.mjs';

const exec = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const npm = (cwd, ...args) => exec('npm', [...args, '--no-audit', '--no-fund'], { cwd, maxBuffer: 2 ** 26 });

/** The oldest Nest that the library takes. */
const NEST = [
  '@nestjs/common@11.2.10',
  '@nestjs/core@11.2.10',
  '@nestjs/platform-express@11.2.10',
  '@nestjs/platform-fastify@11.2.8',
];

describe('the packed library, in an application with the oldest Nest 11 that it takes', () => {
  let folder;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'consumer-11-'));
    const library = (await packLibraries()).get('nestjs-cache-memory');
    const { stdout } = await npm(library, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder);
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
    const others = ['reflect-metadata@0.2.2', 'rxjs@7.8.2'];
    await npm(folder, 'install', join(folder, JSON.parse(stdout)[0].filename), ...NEST, ...others);
    for (const file of ['declare-class.mjs', 'instances-app.mjs', 'tenants-app.mjs']) {
      await cp(join(root, 'test/native/support', file), join(folder, file));
    }
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const run = async (...args) => {
    const { stdout } = await exec(process.execPath, ['--expose-gc', ...args], { cwd: folder });
    return JSON.parse(stdout.trim().split('\n').at(-1));
  };

  it('makes instances by the injector, ends them in order, and leaves nothing behind', async () => {
    const report = await run('instances-app.mjs');
    for (const name of ['Model', 'Created']) {
      const { ended, ...rest } = report[name];
      assert.deepEqual(rest, { shared: true, key: `${name} 1`, alive: 0 });
      assert.deepEqual(ended, ['Model', 'Session', 'Socket', 'Socket']);
    }
  });

  for (const platform of ['express', 'fastify']) {
    it(`keeps 50 of 400 tenants, with hooks called and none ended while in use, on ${platform}`, async () => {
      const { alive, made, beforeClose, afterClose } = await run('tenants-app.mjs', 'bounded', platform, '400');
      assert.equal(alive, 50);
      assert.equal(beforeClose.connectionsEnded, made - 50);
      assert.deepEqual(afterClose, {
        connectionsEnded: made,
        repositoriesEnded: made,
        endedTooEarly: 0,
        usedAfterEnd: 0,
      });
    });
  }
});
