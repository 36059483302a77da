// The command line of the reference application: npm run simulate
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ResultStore } from 'nestjs-result-store';

const script = fileURLToPath(new URL('../../dist/simulate.js', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'simulate-'));
after(() => rmSync(directory, { recursive: true, force: true }));

/** Runs the command; `stopAt` is what has to stand on stderr before it is interrupted. */
async function simulate(args, stopAt) {
  const child = spawn(process.execPath, [script, '--directory', directory, ...args]);
  const said = { out: '', error: '' };
  let isStopped = false;
  child.stdout.on('data', (text) => (said.out += text));
  child.stderr.on('data', (text) => {
    said.error += text;
    if (isStopped || !stopAt?.test(said.error)) return;
    isStopped = true;
    child.kill('SIGINT');
  });
  const [code] = await once(child, 'close');
  return { ...said, code };
}

describe('npm run simulate', () => {
  it('streams a population into the store and says what it took', async () => {
    const args = ['--model', 'two-compartment', '--subjects', '1200', '--json'];
    const { out, error, code } = await simulate(args);
    assert.equal(code, 0, error);
    const end = JSON.parse(out);
    assert.deepEqual([end.status, end.subjects, end.rows, end.model], ['complete', 1_200, 28_800, 'two-compartment-infusion']); // prettier-ignore
    assert.ok(end.peakRssMb > 0);
    assert.match(error, /100 % {2}1,200 patients/);
    const set = await new ResultStore({ directory }).open(end.id);
    assert.equal((await set.subject(1_199)).length, 24);
    await set[Symbol.asyncDispose]();
  });

  it('keeps what is committed when it is interrupted, and says how to go on', async () => {
    const args = ['--drug', 'digoxin', '--subjects', '400_000', '--hours', '3'];
    const { out, code } = await simulate(args, /[1-9]0 %/);
    assert.equal(code, 1);
    const id = /npm run simulate -- --resume (\S+)/.exec(out)?.[1];
    const info = await new ResultStore({ directory }).describe(id);
    assert.equal(info.status, 'partial');
    assert.equal(info.rows, info.subjects * 4);
    assert.ok(info.subjects > 0 && info.subjects < 400_000);
  });

  for (const [what, args, expected] of [
    ['a model', ['--model', 'three-compartment'], /two-compartment-infusion/],
    ['a drug', ['--drug', 'digoxn'], /did you mean 'digoxin'/],
    ['an option', ['--patients', '5'], /--subjects/],
    ['a set', ['--resume', 'simulation-of-nobody'], /list the sets/],
    ['a number of patients', ['--subjects', '0'], /patients: expected a whole number/],
  ]) {
    it(`refuses ${String(what)} that does not exist`, async () => {
      const { error, code } = await simulate(args);
      assert.equal(code, 2);
      assert.match(error, expected);
    });
  }
});
