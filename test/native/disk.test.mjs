import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { diskPlace } from 'nestjs-cache-memory/disk';
import { MethodInstanceCache } from 'nestjs-cache-memory/engine';
import { entryTier, jsonCodec } from 'nestjs-cache-memory/tiers';
import { contents, versionOf } from './support/disk-contents.mjs';

const KILLS = Number(process.env.DISK_KILLS ?? 15);
const WARM_ENTRIES = Number(process.env.DISK_WARM_ENTRIES ?? 10_000);
const alone = { changed() {}, cleared() {} };
const root = mkdtempSync(join(tmpdir(), 'disk-'));
after(() => rmSync(root, { recursive: true, force: true }));
process.on('warning', () => {}); // that a damaged folder is emptied

const openTier = (folder) => diskPlace({ directory: folder }).open('r', alone);
const writer = (folder, round) =>
  spawn(process.execPath, [fileURLToPath(new URL('support/disk-writer.mjs', import.meta.url)), folder, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** Kills a writer after so many of its changes are acknowledged; notes the last of each key, and the last of each lane. */
async function killAfter(child, changes, keys, lanes) {
  const exit = once(child, 'exit');
  let seen = 0;
  for await (const line of createInterface(child.stdout)) {
    const [what, key, version] = line.split(' ');
    keys.set(key, { what, version: Number(version) });
    lanes.set(key.split('-')[0], Number(version));
    if (++seen === changes) child.kill('SIGKILL');
  }
  const [, signal] = await exit;
  assert.equal(signal, 'SIGKILL', 'the writer was to be killed, and ended by itself');
}

/** The one change of a lane that may have been made without being told. */
function untold(lane, last) {
  const version = last + 1;
  return { key: `${lane}-${version % 7}`, what: version % 5 === 4 ? 'forgot' : 'kept', version };
}

/** Every key has what was acknowledged last, or what the one untold change of its lane made of it. */
async function checkAll(tier, keys, lanes) {
  for (const [key, last] of keys) {
    const bytes = await tier.recall(key);
    const found = bytes === undefined ? { what: 'forgot' } : { what: 'kept', version: versionOf(key, bytes) };
    const lane = key.split('-')[0];
    const possible = [last, untold(lane, lanes.get(lane))].filter((each) => each === last || each.key === key);
    const isPossible = ({ what, version }) => what === found.what && (what === 'forgot' || version === found.version);
    assert.ok(
      possible.some(isPossible),
      `${key}: found ${JSON.stringify(found)}, expected ${JSON.stringify(possible)}`,
    );
    keys.set(key, { version: last.version, ...found });
  }
}

test(`a writer that is killed ${KILLS} times loses nothing that was acknowledged`, { timeout: 600_000 }, async () => {
  const folder = join(root, 'killed');
  const keys = new Map();
  for (let round = 1; round <= KILLS; round++) {
    const lanes = new Map();
    await killAfter(writer(folder, round), 50 + ((round * 37) % 400), keys, lanes);
    const tier = await openTier(folder);
    const told = new Map([...keys].filter(([key]) => lanes.has(key.split('-')[0])));
    await checkAll(tier, told, lanes);
    for (const [key, last] of told) keys.set(key, last);
    await tier.close();
  }
});

/** A closed folder with 60 snapshots, ten of which were replaced and ten forgotten. */
async function fill(folder) {
  const versions = new Map();
  const tier = await openTier(folder);
  for (let version = 1; version <= 80; version++) {
    const key = `k-${version % 60}`;
    await tier.spill(key, { bytes: contents(key, version), tags: [], expiresAt: Infinity });
    versions.set(key, version);
  }
  for (let n = 0; n < 10; n++) {
    await tier.forget(`k-${n}`);
    versions.delete(`k-${n}`);
  }
  await tier.close();
  return versions;
}

function allFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'LOCK' && !entry.name.startsWith('LOG'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const damages = {
  'a flipped bit': (path, random) => {
    const bytes = readFileSync(path);
    if (bytes.length > 0) bytes[Math.floor(random() * bytes.length)] ^= 1 << Math.floor(random() * 8);
    writeFileSync(path, bytes);
  },
  'a truncated file': (path, random) => truncateSync(path, Math.floor(random() * statSync(path).size)),
  'a file that is gone': (path) => rmSync(path),
  'a file full of zeros': (path) => writeFileSync(path, Buffer.alloc(statSync(path).size)),
};

for (const [name, damage] of Object.entries(damages)) {
  test(`after ${name} nothing comes back but what was kept last`, { timeout: 300_000 }, async () => {
    let seed = 7;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const first = join(root, `whole-${name.replaceAll(' ', '-')}`);
    const versions = await fill(first);
    for (let trial = 0; trial < 25; trial++) {
      const folder = join(root, `damaged-${trial}`);
      cpSync(first, folder, { recursive: true });
      const files = allFiles(folder);
      damage(files[Math.floor(random() * files.length)], random);
      const tier = await openTier(folder);
      for (let n = 0; n < 60; n++) {
        const key = `k-${n}`;
        const bytes = await tier.recall(key);
        if (bytes !== undefined) assert.equal(versionOf(key, bytes), versions.get(key));
      }
      await tier.spill('k-0', { bytes: contents('k-0', 99), tags: [], expiresAt: Infinity });
      assert.equal(versionOf('k-0', await tier.recall('k-0')), 99);
      await tier.close();
      rmSync(folder, { recursive: true });
    }
  });
}

test(
  'a second process is told that the folder is in use, and its cache goes on without it',
  { timeout: 60_000 },
  async () => {
    const folder = join(root, 'shared');
    const child = writer(folder, 1);
    await once(child.stdout, 'data');
    await assert.rejects(openTier(folder), { code: 'TIER_IN_USE' });
    const tier = entryTier({ place: diskPlace({ directory: folder }), codec: jsonCodec });
    const cache = new MethodInstanceCache({ region: 'r', maxEntries: 2, tier });
    assert.equal(await cache.getOrCreate('a', () => 1), 1);
    assert.equal(cache.stats().tier, 'broken');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await cache.close();
  },
);

test(`${WARM_ENTRIES} snapshots are there at once when the folder is opened again`, { timeout: 300_000 }, async (t) => {
  const folder = join(root, 'warm');
  const before = await openTier(folder);
  for (let n = 0; n < WARM_ENTRIES; n += 1_000) {
    const keys = Array.from({ length: Math.min(1_000, WARM_ENTRIES - n) }, (_, index) => `k-${n + index}`);
    await Promise.all(keys.map((key) => before.spill(key, { bytes: contents(key, 1), tags: [], expiresAt: Infinity })));
  }
  await before.close();
  const startedAt = performance.now();
  const tier = await openTier(folder);
  t.diagnostic(`opened with ${WARM_ENTRIES} entries in ${Math.round(performance.now() - startedAt)} ms`);
  for (let n = 0; n < WARM_ENTRIES; n += 997) assert.equal(versionOf(`k-${n}`, await tier.recall(`k-${n}`)), 1);
  await tier.close();
});

test('what was used least recently goes first, and what a writer left half done is swept', async () => {
  const folder = join(root, 'bounded');
  const open = () => diskPlace({ directory: folder, maxBytes: '1MB' }).open('r', alone);
  const tier = await open();
  for (let n = 0; n < 100; n++) {
    await tier.spill(`k-${n}`, { bytes: new Uint8Array(100_000).fill(n), tags: [], expiresAt: Infinity });
    await tier.recall('k-0');
  }
  assert.equal((await tier.recall('k-0'))[5], 0);
  assert.equal(await tier.recall('k-1'), undefined);
  const [region] = readdirSync(folder);
  const files = join(folder, region, 'files');
  assert.ok(readdirSync(files).length <= 10);
  await tier.close();
  writeFileSync(join(files, 'zz.part'), 'half');
  writeFileSync(join(files, 'zzzz'), 'nobody knows it');
  const again = await open();
  assert.ok(readdirSync(files).every((name) => !name.startsWith('zz')));
  assert.equal((await again.recall('k-99'))[5], 99);
  await again.close();
  assert.equal(statSync(join(folder, region)).mode & 0o777, 0o700);
  for (const name of readdirSync(files)) assert.equal(statSync(join(files, name)).mode & 0o777, 0o600);
});
