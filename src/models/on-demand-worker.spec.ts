import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from '@jest/globals';
import { OnDemandWorker } from './on-demand-worker.js';

const code = `
  const { parentPort, threadId } = require('node:worker_threads');
  parentPort.on('message', (request) => {
    if (request === 'crash') throw new Error('broken');
    if (request === 'exit') process.exit(3);
    if (request === 'spin') for (;;) {}
    parentPort.postMessage({ request, threadId });
  });
`;

interface Answer {
  request: string;
  threadId: number;
}

let started: Worker[] = [];
let lane: OnDemandWorker<string, Answer>;

function open(idleMs = 60_000): void {
  started = [];
  lane = new OnDemandWorker({
    idleMs,
    start: () => {
      const worker = new Worker(code, { eval: true });
      started.push(worker);
      return worker;
    },
  });
}

afterEach(() => lane.close());

describe('OnDemandWorker', () => {
  it('starts with the first job and answers each caller from one thread', async () => {
    open();
    expect(lane.isRunning).toBe(false);
    const answers = await Promise.all(['a', 'b', 'c'].map((request) => lane.run(request)));
    expect(answers.map(({ request }) => request)).toEqual(['a', 'b', 'c']);
    expect(started).toHaveLength(1);
  });

  it('ends after its idle time and starts again with the next job', async () => {
    open(5);
    await lane.run('a');
    await once(started[0]!, 'exit');
    expect(lane.isRunning).toBe(false);
    expect((await lane.run('b')).request).toBe('b');
    expect(started).toHaveLength(2);
  });

  it('fails only the job during which its thread dies', async () => {
    open();
    const results = await Promise.allSettled([lane.run('crash'), lane.run('a'), lane.run('exit'), lane.run('b')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
    expect((results[0] as PromiseRejectedResult).reason.cause.message).toBe('broken');
    expect((results[2] as PromiseRejectedResult).reason.cause.message).toContain('code 3');
  });

  it('ends the thread of an aborted job, and goes on with the next', async () => {
    open();
    const abort = new AbortController();
    const endless = lane.run('spin', abort.signal);
    const next = lane.run('a');
    abort.abort(new Error('enough'));
    await expect(endless).rejects.toThrow('enough');
    expect((await next).request).toBe('a');
    expect(started).toHaveLength(2);
  });

  it('drops a waiting job that is aborted, without touching the running one', async () => {
    open();
    const abort = new AbortController();
    const first = lane.run('a');
    const second = lane.run('b', abort.signal);
    abort.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    expect((await first).request).toBe('a');
    expect(started).toHaveLength(1);
  });

  it('refuses a job whose signal is aborted already', async () => {
    open();
    await expect(lane.run('a', AbortSignal.abort(new Error('late')))).rejects.toThrow('late');
    expect(lane.isRunning).toBe(false);
  });

  it('fails what is under way when it is closed, and refuses more', async () => {
    open();
    const endless = lane.run('spin');
    const refused = expect(endless).rejects.toThrow('shut down');
    await lane.close();
    await refused;
    await expect(lane.run('a')).rejects.toThrow('shut down');
  });
});
