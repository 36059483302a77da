import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { diskPlace } from 'nestjs-cache-memory/disk';
import { MethodInstanceCache } from 'nestjs-cache-memory/engine';
import { FakeClock } from 'nestjs-cache-memory/testing';
import { bytesCodec, entryTier, jsonCodec } from 'nestjs-cache-memory/tiers';
import { versionOf } from './support/disk-contents.mjs';

/** Who owns nothing. */
const NOBODY = 65_534;
/** The keys of the application. */
const KEYS = 150;

const root = mkdtempSync(join(tmpdir(), 'disk-full-'));
const script = fileURLToPath(new URL('support/disk-full-app.mjs', import.meta.url));
after(() => rmSync(root, { recursive: true, force: true }));

const runs = (command, ...args) => {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** An application that writes; `next` gives what it tells next, and `goOn` lets it go on. */
async function start(folder) {
  const child = spawn(process.execPath, [script, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const exit = once(child, 'exit');
  const next = async () => {
    const { value } = await lines.next();
    return value === undefined ? assert.fail(`the application ended with ${(await exit)[0]}`) : JSON.parse(value);
  };
  assert.deepEqual(await next(), { acknowledged: KEYS });
  return { child, exit, next, goOn: () => child.stdin.write('go on\n') };
}

/** Lets an application write, fills its disk, makes room again; answers what it told, and that it ended well. */
async function whileFull(folder, fill, makeRoom) {
  const { child, exit, next, goOn } = await start(folder);
  try {
    fill(child.pid);
    goOn();
    const full = await next();
    makeRoom(child.pid);
    goOn();
    const roomy = await next();
    assert.deepEqual(await exit, [0, null]);
    return { full, roomy };
  } finally {
    child.kill('SIGKILL');
  }
}

/** The same, but kills it while its disk is full. */
async function killedWhileFull(folder, fill) {
  const { child, exit, next, goOn } = await start(folder);
  fill(child.pid);
  goOn();
  const full = await next();
  child.kill('SIGKILL');
  await exit;
  return full;
}

/** Sets the most bytes that a file of a process may have. */
const limit = (bytes) => (pid) => execFileSync('prlimit', ['--pid', `${pid}`, `--fsize=${bytes}:`]);

function assertHealed(t, { full, roomy }, fault) {
  assert.ok(full.faults.some((each) => fault.test(each)), `${full.faults}`); // prettier-ignore
  assert.deepEqual(full.states, ['broken']);
  assert.equal(full.served, 1, 'a caller is served while the disk is full');
  assert.deepEqual(roomy.states, ['broken', 'working']);
  assert.equal(roomy.keptAfter, 100, 'every write is acknowledged once there is room');
  assert.equal(roomy.lost, 0, 'what was acknowledged is there');
  assert.equal(roomy.lostAtRestart, 0, 'and it is there after a restart');
  t.diagnostic(`${full.writes} writes until the breaker opened, ${roomy.recalled} values recalled, none lost or wrong`);
}

test(
  'an application that is killed while its disk is full leaves nothing stale behind',
  { timeout: 300_000 },
  async (t) => {
    if (!runs('prlimit', '--version')) return t.skip('there is no prlimit here to set a quota');
    const folder = join(root, 'killed');
    const full = await killedWhileFull(folder, limit(1));
    const acknowledged = new Map(full.acknowledged);
    const tier = entryTier({ place: diskPlace({ directory: folder }), codec: bytesCodec });
    const cache = new MethodInstanceCache({ region: 'r', maxEntries: 1, policy: 'lru', tier });
    let recalled = 0;
    for (let n = 0; n < KEYS; n++) {
      const value = await cache.getOrCreate(`k-${n}`, () => undefined);
      if (value === undefined) continue;
      assert.equal(versionOf(`k-${n}`, value), acknowledged.get(`k-${n}`));
      recalled++;
    }
    t.diagnostic(`${recalled} of ${acknowledged.size} were there after the restart, none stale`);
    await cache.close();
  },
);

/** A small file system in a folder, where one can be mounted; the end of it is the test's. */
function mount(t, name, megabytes) {
  const folder = join(root, name);
  mkdirSync(folder);
  if (!runs('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder)) {
    t.skip('no small file system can be mounted here: the quota below stands for it');
    return undefined;
  }
  t.after(() => execFileSync('umount', ['-l', folder]));
  return folder;
}

test(
  'on a full disk nothing acknowledged is lost, the breaker says so, and it heals when there is room',
  { timeout: 300_000 },
  async (t) => {
    const folder = mount(t, 'tmpfs', 12);
    if (!folder) return;
    const ballast = join(folder, 'ballast');
    const fill = () => runs('dd', 'if=/dev/zero', `of=${ballast}`, 'bs=4096');
    assertHealed(t, await whileFull(join(folder, 'cache'), fill, () => rmSync(ballast)), /ENOSPC|No space left/u);
  },
);

test('the same where a quota of the process is used up', { timeout: 300_000 }, async (t) => {
  if (!runs('prlimit', '--version')) return t.skip('there is no prlimit here to set a quota');
  assertHealed(t, await whileFull(join(root, 'quota'), limit(1), limit('unlimited')), /EFBIG|File too large/u);
});

/** Does something with the rights of somebody who is not root, for whom folders can be closed. */
async function withoutPrivileges(work) {
  if (process.geteuid() !== 0) return work();
  process.seteuid(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid(0);
  }
}

test('a folder that may not be written costs the tier, until it may', { timeout: 60_000 }, async () => {
  const folder = join(root, 'closed');
  mkdirSync(folder);
  chmodSync(root, 0o755);
  chmodSync(folder, 0o555);
  const clock = new FakeClock();
  const tier = entryTier({ place: diskPlace({ directory: folder }), codec: jsonCodec }, { clock, today: Date.now });
  const cache = await withoutPrivileges(async () => {
    const opened = new MethodInstanceCache({ region: 'r', maxEntries: 1, policy: 'lru', tier });
    const { state, reason } = await new Promise((resolve) => opened.on('tier.changed', resolve));
    assert.deepEqual([state, reason.code], ['broken', 'EACCES']);
    for (const key of ['a', 'b']) assert.equal(await opened.getOrCreate(key, () => key), key);
    await opened.tierSettled();
    assert.equal(opened.stats().spills, 0);
    return opened;
  });
  chmodSync(folder, 0o777);
  clock.advance(60_000);
  await withoutPrivileges(async () => {
    for (const key of ['c', 'd', 'e']) await cache.getOrCreate(key, () => key);
    await cache.tierSettled();
    assert.equal(cache.stats().tier, 'working');
    assert.equal(await cache.getOrCreate('d', () => assert.fail('it was spilled')), 'd');
    await cache.close();
  });
});
