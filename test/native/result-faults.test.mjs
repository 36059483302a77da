// The store of results where the disk is full, where nothing may be written, and where files are damaged.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'; // prettier-ignore
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { DirectoryStorage, ResultStore, ResultStoreError } from 'nestjs-result-store';

const root = mkdtempSync(join(tmpdir(), 'result-faults-'));
const mounts = [];
after(() => {
  for (const mount of mounts) spawnSync('umount', ['-l', mount]);
  rmSync(root, { recursive: true, force: true });
});

/** A file system of its own, or `undefined` where none may be mounted. */
function givenSmallDisk(size) {
  const folder = mkdtempSync(join(root, 'disk-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  if (status !== 0) return undefined;
  mounts.push(folder);
  return folder;
}

const schema = { subject: 'patient', columns: { patient: 'int32', visit: 'int32', level: 'double', note: 'string' } };
let state = 1;
const noise = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);

function* rows(patients, from = 0) {
  for (let patient = from; patient < patients; patient++) {
    for (let visit = 0; visit < 10; visit++) yield { patient, visit, level: noise(), note: `${noise()}-${noise()}` };
  }
}

async function written(store, patients, name = 'trial') {
  const writer = await store.create(name, { schema, kind: 'parquet' });
  await writer.write(rows(patients));
  return (await writer.complete()).id;
}

async function count(store, id) {
  const set = await store.open(id);
  let read = 0;
  for await (const batch of set.batches()) read += batch.length;
  await set[Symbol.asyncDispose]();
  return read;
}

const refused = async (act, code) => {
  const error = await act().then(
    () => assert.fail('it went well'),
    (reason) => reason,
  );
  assert.ok(error instanceof ResultStoreError, String(error));
  assert.equal(error.code, code, error.message);
  return error;
};

describe('the store of results', () => {
  for (const worker of [true, false]) {
    it(`says so where the disk is full, and goes on when it is not (${worker ? 'worker' : 'same thread'})`, async (test) => {
      const directory = givenSmallDisk('2m');
      if (!directory) return test.skip('no file system may be mounted here');
      const store = new ResultStore({ directory, chunkSubjects: 500, groupSubjects: 100, worker });
      const before = await written(store, 500, 'before');
      const writer = await store.create('trial', { schema, kind: 'parquet' });
      const error = await refused(async () => {
        await writer.write(rows(50_000));
        await writer.complete();
      }, 'NO_ROOM');
      assert.match(error.message, /resume the set/);
      await writer[Symbol.asyncDispose]();

      const [, set] = await store.list();
      assert.equal(set.status, 'partial');
      assert.equal(await count(store, set.id), set.rows);
      assert.equal(await count(store, before), 5_000);
      assert.ok(!readdirSync(join(directory, set.id)).some((name) => name.endsWith('.tmp')));
      await refused(() => store.create('more', { schema, kind: 'parquet', expected: { subjects: 1e6 } }), 'NO_ROOM');

      await store.remove(before);
      const resumed = await store.resume(set.id);
      await resumed.write(rows(set.subjects + 100, set.subjects));
      assert.equal((await resumed.complete()).status, 'complete');
    });
  }

  for (const worker of [true, false]) {
    it(`loses no row of memory where the disk is full, and goes on when it is not (${worker ? 'worker' : 'same thread'})`, async () => {
      const inner = new DirectoryStorage(mkdtempSync(join(root, 'moved-')));
      let isFull = true;
      const storage = {
        root: inner.root,
        put: async (path, contents) => {
          if (isFull && path.endsWith('.parquet')) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
          await inner.put(path, contents);
        },
        open: (path) => inner.open(path),
        list: (folder) => inner.list(folder),
        delete: (path) => inner.delete(path),
        freeBytes: () => inner.freeBytes(),
      };
      const store = new ResultStore({ storage, memorySubjects: 200, chunkSubjects: 50, groupSubjects: 10, worker });
      const writer = await store.create('trial', { schema });
      await refused(() => writer.write(rows(400)), 'NO_ROOM');
      const taken = writer.progress.rows;
      assert.deepEqual(await storage.list(''), []);
      isFull = false;
      const { id, rows: written, kind } = await writer.complete();
      assert.deepEqual([kind, written, await count(store, id)], ['parquet', taken, taken]);
    });
  }

  it('still reads where nothing may be written', async (test) => {
    const directory = givenSmallDisk('4m');
    if (!directory) return test.skip('no file system may be mounted here');
    const store = new ResultStore({ directory });
    const id = await written(store, 100);
    execFileSync('mount', ['-o', 'remount,ro', directory]);
    assert.equal(await count(store, id), 1_000);
    const error = await refused(() => store.create('another', { schema, kind: 'parquet' }), 'WRITE_FAILED');
    assert.match(error.message, /EROFS/);
    assert.equal((await store.list()).length, 1);
  });

  it('says so where the directory belongs to somebody else', async (test) => {
    if (process.getuid?.() === 0) return test.skip('root may write anywhere; a read-only file system stands for it');
    const directory = mkdtempSync(join(root, 'closed-'));
    chmodSync(directory, 0o500);
    const store = new ResultStore({ directory });
    const error = await refused(() => store.create('trial', { schema, kind: 'parquet' }), 'WRITE_FAILED');
    assert.match(error.message, /EACCES/);
  });

  it('answers damage of any file with an error or the truth, and reads the rest', async () => {
    const directory = mkdtempSync(join(root, 'damaged-'));
    const store = new ResultStore({ directory, chunkSubjects: 50, groupSubjects: 10 });
    const id = await written(store, 200);
    const other = await written(store, 60, 'other');
    const whole = join(root, 'whole');
    cpSync(join(directory, id), whole, { recursive: true });
    const names = readdirSync(whole).filter((name) => !name.startsWith('.'));
    for (const name of names) {
      for (const damage of [cutShort, emptied, overwritten, removed]) {
        rmSync(join(directory, id), { recursive: true });
        cpSync(whole, join(directory, id), { recursive: true });
        damage(join(directory, id, name));
        const read = await Promise.allSettled([count(store, id), store.open(id).then((set) => set.summary())]);
        for (const { status, reason, value } of read) {
          if (status === 'rejected')
            assert.ok(reason instanceof ResultStoreError, `${name}, ${damage.name}: ${reason}`);
          else if (typeof value === 'number') assert.equal(value, 2_000);
        }
        assert.equal(await count(store, other), 600);
        if (name.startsWith('part-') && damage !== overwritten) {
          const set = await store.open(id);
          const first = 50 * Number(name.slice(5, 10));
          await refused(() => set.subject(first), 'SET_DAMAGED');
          assert.equal((await set.subject((first + 50) % 200)).length, 10);
          await set[Symbol.asyncDispose]();
        }
      }
    }
  });

  it('lists nothing that its folder only looks like', async () => {
    const directory = mkdtempSync(join(root, 'strange-'));
    const store = new ResultStore({ directory });
    const id = await written(store, 10);
    mkdirSync(join(directory, 'empty'));
    mkdirSync(join(directory, 'copy'));
    cpSync(join(directory, id, 'manifest.json'), join(directory, 'copy', 'manifest.json'));
    writeFileSync(join(directory, 'file'), 'x');
    assert.deepEqual((await store.list()).map((set) => set.id), [id]); // prettier-ignore
    await refused(() => store.open('copy'), 'SET_DAMAGED');
    const manifest = join(directory, id, 'manifest.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('part-00000', '../part-00000'));
    await refused(() => store.open(id), 'SET_DAMAGED');
  });
});

function cutShort(path) {
  truncateSync(path, Math.floor(readFileSync(path).length / 2));
}
function emptied(path) {
  truncateSync(path, 0);
}
function overwritten(path) {
  const bytes = readFileSync(path);
  bytes.fill(0x5a, Math.floor(bytes.length / 3), Math.floor(bytes.length / 2));
  writeFileSync(path, bytes);
}
function removed(path) {
  rmSync(path);
}
