// The store of results with real threads, real processes and files that Parquet's reader opens by itself.
import assert from 'node:assert/strict';
import { execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { ResultStore } from 'nestjs-result-store';

const root = mkdtempSync(join(tmpdir(), 'result-store-'));
/** How often a writer is killed: `npm run test:results` asks for more. */
const KILLS = Number(process.env.RESULT_KILLS ?? 6);
/** How many manifests are read while three processes write. */
const READS = Number(process.env.RESULT_READS ?? 300);
const support = (name) => join(import.meta.dirname, 'support', name);
let folders = 0;
const newFolder = () => join(root, String(folders++));
after(() => rmSync(root, { recursive: true, force: true }));

function filesOf(directory, id) {
  const names = readdirSync(join(directory, id)).filter((name) => name.endsWith('.parquet'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(directory, id, name)).toString('base64')]));
}

async function readAll(path) {
  const compressors = { GZIP: (input) => gunzipSync(input) };
  return parquetReadObjects({ file: await asyncBufferFromFile(path), compressors });
}

/** Runs the writing child; with `killAfter`, kills it a moment after so many committed subjects. */
async function write(directory, subjects, { id, killAfter, delayMs = 0 } = {}) {
  const child = fork(support('write-results.mjs'), [directory, subjects, ...(id ? [id] : [])]);
  let said = id;
  child.on('message', (message) => {
    if (message.id) said = message.id;
    if (message.committedSubjects >= killAfter) setTimeout(() => child.kill('SIGKILL'), delayMs);
  });
  const [code, signal] = await once(child, 'exit');
  return { id: said, code, signal };
}

describe('a set in memory', () => {
  it('moves to disk when it is asked for, and a log that throws then ends no process', async () => {
    let reclaimer;
    let tell;
    const told = new Promise((resolve) => (tell = resolve));
    const memory = { isRelaxed: true, register: (each) => ((reclaimer = each), () => undefined) };
    const refuse = (line) => {
      tell(line);
      throw new Error('no log');
    };
    const store = new ResultStore({ directory: newFolder(), memory, log: { log: refuse, warn: refuse } });
    const writer = await store.create('trial', { schema: { subject: 'id', columns: { id: 'int32' } } });
    await writer.write([{ id: 1 }]);
    const { id } = await writer.complete();
    reclaimer.reclaim(1);
    assert.match(await told, /moved from memory to disk/);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal((await store.describe(id)).kind, 'parquet');
  });
});

describe('a set on disk', () => {
  it('is written by a worker thread, in files that hyparquet reads by itself, value for value', async () => {
    const directory = newFolder();
    const store = new ResultStore({ directory, chunkSubjects: 1_000, groupSubjects: 100 });
    const schema = {
      subject: 'id',
      columns: { id: 'int32', n: 'int64?', x: 'double', ok: 'boolean?', at: 'timestamp?', text: 'string?' },
    };
    const values = [0, -0, Number.NaN, Infinity, 5e-324, -1.5];
    const rows = Array.from({ length: 3_000 }, (_, id) => ({
      id,
      n: id % 5 ? BigInt(id) * 2n ** 50n : null,
      x: values[id % values.length],
      ok: id % 3 ? id % 2 === 0 : null,
      at: id % 7 ? new Date(id * 1e9) : null,
      text: id % 4 ? 'ñ😀'.repeat(id % 50) : null,
    }));
    const writer = await store.create('values', { schema });
    await writer.write(rows);
    const { id, kind } = await writer.complete();
    assert.equal(kind, 'parquet');
    const read = [];
    for (const name of ['part-00000', 'part-00001', 'part-00002']) {
      read.push(...(await readAll(join(directory, id, `${name}.parquet`))));
    }
    const orNull = (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? null]));
    assert.deepEqual(read.map(orNull), rows);
  });

  it('survives kill -9 at any moment by whole chunks, and is resumed to the bytes of an undisturbed run', async () => {
    const directory = newFolder();
    const whole = await write(directory, 1_500);
    const expected = filesOf(directory, whole.id);
    for (let kill = 0; kill < KILLS; kill++) {
      const killAfter = 200 * Math.floor(Math.random() * 6);
      const delayMs = Math.floor(Math.random() * 30);
      const killed = await write(directory, 1_500, { killAfter, delayMs });
      if (killed.signal !== 'SIGKILL') continue; // it was faster
      const store = new ResultStore({ directory });
      const set = await store.open(killed.id);
      const { status, rows, subjects } = set.info;
      let read = 0;
      for await (const batch of set.batches()) read += batch.length;
      await set[Symbol.asyncDispose]();
      assert.equal(read, rows);
      if (status === 'partial') {
        assert.equal(subjects % 200, 0);
        assert.ok(subjects >= killAfter - 200, `${subjects} subjects survived of ${killAfter}`);
        assert.equal((await write(directory, 1_500, { id: killed.id })).code, 0);
      }
      assert.deepEqual(filesOf(directory, killed.id), expected);
      const names = readdirSync(join(directory, killed.id));
      assert.ok(!names.some((name) => name.endsWith('.tmp')));
    }
  });

  it('is not cleaned up while another process reads or writes it', async () => {
    const directory = newFolder();
    const { id } = await write(directory, 400);
    const script = `
      import { ResultStore } from 'nestjs-result-store';
      const set = await new ResultStore({ directory: ${JSON.stringify(directory)} }).open(${JSON.stringify(id)});
      process.send('open');
      await new Promise((resolve) => process.once('message', resolve));
      await set[Symbol.asyncDispose]();
      process.send('closed');
      process.disconnect();`;
    const reader = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    await once(reader, 'message');
    const store = new ResultStore({ directory });
    assert.deepEqual(await store.cleanUp({ maxSets: 0 }), []);
    reader.send('close');
    await once(reader, 'message');
    assert.deepEqual((await store.cleanUp({ maxSets: 0 })).map((removed) => removed.id), [id]); // prettier-ignore
    assert.deepEqual(await store.list(), []);
  });

  it('is not cleaned up while another thread of its process reads or writes it', async () => {
    const directory = newFolder();
    const store = new ResultStore({ directory, chunkSubjects: 10 });
    const writer = await store.create('trial', {
      schema: { subject: 'id', columns: { id: 'int32' } },
      kind: 'parquet',
    });
    await writer.write(Array.from({ length: 25 }, (_, id) => ({ id })));
    const script = `
      import { once } from 'node:events';
      import { parentPort, workerData } from 'node:worker_threads';
      import { ResultStore } from ${JSON.stringify(import.meta.resolve('nestjs-result-store'))};
      const store = new ResultStore({ directory: workerData.directory });
      const [{ status }] = await store.list();
      parentPort.postMessage({ status, removed: await store.cleanUp({ maxSets: 0 }) });
      await once(parentPort, 'message');
      const set = await store.open(workerData.id);
      parentPort.postMessage('open');
      await once(parentPort, 'message');
      await set[Symbol.asyncDispose]();
      parentPort.postMessage('closed');
      parentPort.close();`;
    const url = new URL(`data:text/javascript,${encodeURIComponent(script)}`);
    const thread = new Worker(url, { workerData: { directory, id: writer.id } });
    const heard = async () => (await once(thread, 'message'))[0];
    assert.deepEqual(await heard(), { status: 'writing', removed: [] });
    assert.equal((await writer.complete()).rows, 25);
    thread.postMessage('open it');
    assert.equal(await heard(), 'open');
    assert.deepEqual(await store.cleanUp({ maxSets: 0 }), []);
    thread.postMessage('close it');
    assert.equal(await heard(), 'closed');
    assert.equal((await store.cleanUp({ maxSets: 0 })).length, 1);
  });

  it('is found whole at any moment by three processes that write and read', async () => {
    const directory = newFolder();
    const children = [1, 2, 3].map(() => fork(support('share-results.mjs'), [directory, String(Math.ceil(READS / 3))]));
    const said = await Promise.all(children.map(async (child) => (await once(child, 'message'))[0]));
    for (const { torn } of said) assert.deepEqual(torn, []);
    const reads = said.reduce((sum, each) => sum + each.reads, 0);
    assert.ok(reads >= READS, `${reads} manifests read`);
    const statuses = new Set((await new ResultStore({ directory }).list()).map(({ status }) => status));
    assert.deepEqual([...statuses], ['complete']);
  });

  it('of 480,000 rows is simulated, written and read in a heap of 48 MB', () => {
    const args = ['--max-old-space-size=48', support('simulate-results.mjs'), newFolder(), '20000'];
    const said = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    assert.equal(said.rows, 480_000);
    assert.ok(Math.abs(said.median - 100 / 74.5) < 0.05);
  });
});
