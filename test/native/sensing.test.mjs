import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findControlGroups, makeControlGroup } from '../../bench/memory-limits/machine/control-group.mjs';

const MB = 2 ** 20;
const script = fileURLToPath(new URL('./support/sense.mjs', import.meta.url));
const version = await findControlGroups();
const whereGroups = { skip: version ? false : 'this machine lets nobody make a control group that limits memory' };

/** Runs a scene in a process of its own, within a control group if one is given. */
function run(scene, { flags = [], env = {}, entrance, args = [] } = {}) {
  const command = [process.execPath, '--expose-gc', ...flags, script, scene, ...args];
  const [file, ...rest] = entrance ? ['sh', '-c', 'echo $$ > "$0" && exec "$@"', entrance, ...command] : command;
  return new Promise((resolve, reject) => {
    const options = { env: { ...process.env, NODE_OPTIONS: '', ...env }, timeout: 60_000 };
    execFile(file, rest, options, (error, stdout, stderr) => {
      if (error) reject(new Error(`${scene}: ${error.message}\n${stderr}`));
      else resolve({ told: JSON.parse(stdout), warned: stderr });
    });
  });
}

const heapLimitMb = async (options) => Math.round((await run('sample', options)).told.heapLimitBytes / MB);

describe('the heap limit of a real process', () => {
  it('is the old generation that the command line names, without the semi-spaces', async () => {
    assert.equal(await heapLimitMb({ flags: ['--max-old-space-size=256'] }), 256);
  });

  it('is the old generation that NODE_OPTIONS names', async () => {
    assert.equal(await heapLimitMb({ env: { NODE_OPTIONS: '--max_old_space_size=200' } }), 200);
  });

  it(
    'is the percentage that the command line names',
    {
      skip: process.allowedNodeEnvironmentFlags.has('--max-old-space-size-percentage')
        ? false
        : 'this Node has no --max-old-space-size-percentage',
    },
    async () => {
      const whole = await heapLimitMb({ flags: ['--max-old-space-size-percentage=20'] });
      const half = await heapLimitMb({ flags: ['--max-old-space-size-percentage=10'] });
      assert.ok(Math.abs(whole / half - 2) < 0.01, `${whole} and ${half} MB`);
    },
  );

  it("is what a worker's resourceLimits say, and its collections are noticed there", async () => {
    const { told } = await run('worker');
    assert.equal(told.heapLimitBytes, 64 * MB);
    assert.ok(told.majorCollections >= 1);
    assert.deepEqual(told.unreadable, []);
  });

  it('is the flag in a worker too, as V8 has it', async () => {
    const { told } = await run('worker', { flags: ['--max-old-space-size=256'] });
    assert.equal(told.heapLimitBytes, 256 * MB);
  });
});

describe('the collections of a real process', () => {
  it('are noticed within the job in which they happen', async () => {
    const { told } = await run('one job');
    const { before, full, after, last } = told;
    assert.ok(full.oldGenerationUsedBytes > 4 * before.oldGenerationUsedBytes);
    assert.equal(last.source, 'spaces');
    assert.equal(after.majorCollections, full.majorCollections + 1);
    assert.equal(after.liveHeapBytes, after.oldGenerationUsedBytes);
    assert.ok(after.liveHeapBytes < full.oldGenerationUsedBytes / 3);
    assert.ok(after.heapUsedBytes - after.liveHeapBytes < 2 * MB, 'nothing young is left after a collection');
  });

  it('are noticed by every sensor that is open, and the process ends by itself', async () => {
    const { none, last, counted, later } = (await run('entry')).told;
    assert.deepEqual(none, [true, true]);
    assert.deepEqual(counted, [1, 1]);
    assert.deepEqual(
      last.map(({ source }) => source),
      ['entry', 'entry'],
    );
    assert.deepEqual(later, [1, 2]);
  });
});

describe('the container of a real process', whereGroups, () => {
  let group;
  let inner;
  let scratch;
  before(() => {
    group = makeControlGroup(version, 512 * MB);
    inner = join(dirname(group.entrance), 'inner');
    mkdirSync(inner);
    scratch = mkdtempSync(join(dirname(script), '.page-cache-'));
  });
  after(async () => {
    rmSync(scratch, { recursive: true });
    rmdirSync(inner);
    await group.remove();
  });

  it('has a limit that is sensed, and the working set within it', async () => {
    const { told } = await run('sample', { entrance: group.entrance });
    assert.equal(told.containerLimitBytes, 512 * MB);
    assert.ok(told.containerUsageBytes > 5 * MB && told.containerUsageBytes < 200 * MB);
    assert.ok(told.containerWorkingSetBytes <= told.containerUsageBytes);
    assert.deepEqual(told.unreadable, []);
  });

  it('has a limit on a parent that is sensed from within', async () => {
    const { told } = await run('sample', { entrance: join(inner, 'cgroup.procs') });
    assert.equal(told.containerLimitBytes, 512 * MB);
    assert.ok(told.containerUsageBytes > 5 * MB);
  });

  it('does not count page cache as needed', async () => {
    const { told } = await run('page cache', { entrance: group.entrance, args: [join(scratch, 'large')] });
    const { containerUsageBytes: usage, containerWorkingSetBytes: workingSet } = told;
    assert.ok(usage > 200 * MB, `${usage / MB} MB used`);
    assert.ok(workingSet < 150 * MB, `${workingSet / MB} MB needed`);
  });

  it('is left to the caches while files are read in it again and again', async () => {
    const { told } = await run('files beside a cache', { entrance: group.entrance, args: [join(scratch, 'read')] });
    assert.ok(told.heldBytes > 300 * MB, `${told.heldBytes / MB} MB held`);
  });

  it(
    'is told to be fragmented by freed Buffers, and is not with the variables that the alert names',
    { skip: process.report.getReport().header.glibcVersionRuntime ? false : 'the variables are those of glibc' },
    async () => {
      const { told } = await run('fragments', { entrance: group.entrance });
      assert.deepEqual(told.alerts, ['fragmented']);
      const env = { MALLOC_MMAP_THRESHOLD_: '16384', MALLOC_MMAP_MAX_: '30000' };
      const cured = (await run('fragments', { entrance: group.entrance, env })).told;
      assert.deepEqual(cured.alerts, []);
      assert.ok(cured.most < told.most / 2, `${cured.most / MB} MB with them, ${told.most / MB} MB without`);
    },
  );

  it('gets back from V8 what a heap that shrank keeps, before the application takes more', async () => {
    const { told } = await run('heap that shrank', { entrance: group.entrance, flags: ['--max-old-space-size=400'] });
    assert.equal(told.taken, 340);
    const keepsPages = Number.parseInt(process.versions.v8, 10) >= 12;
    if (keepsPages) assert.ok(told.given > 100 * MB, `${told.given / MB} MB`);
  });

  it('is found half unused by default, and the advice ends the warning', async () => {
    const { told, warned } = await run('audit', { entrance: group.entrance });
    assert.deepEqual(
      told.map(({ code }) => code),
      ['CONTAINER_HALF_UNUSED'],
    );
    const [flag] = /--max-old-space-size=\d+/.exec(told[0].remedy);
    assert.equal(flag, '--max-old-space-size=409');
    assert.equal(warned.split('CONTAINER_HALF_UNUSED').length, 2, 'it warns once');
    const advised = await run('audit', { flags: [flag], entrance: group.entrance });
    assert.deepEqual(advised.told, []);
    assert.equal(advised.warned, '');
  });

  it('is found smaller than a heap that V8 sized without seeing the limit', async () => {
    const { told } = await run('audit', { entrance: join(inner, 'cgroup.procs') });
    assert.deepEqual(
      told.map(({ code }) => code),
      ['HEAP_ABOVE_CONTAINER'],
    );
    assert.match(told[0].remedy, /--max-old-space-size=409$/);
  });
});
