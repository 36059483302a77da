// Two worker threads, each with caches of its own: a key always goes to the same worker, so nothing is made twice.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const workers = [0, 1].map(() => new Worker(new URL('worker.js', import.meta.url)));

function workerFor(key: string): Worker {
  let hash = 0;
  for (const character of key) hash = (hash * 31 + character.codePointAt(0)!) >>> 0;
  return workers[hash % workers.length]!;
}

const answers: { key: string; length: number; made: number }[] = [];
for (const key of ['a', 'b', 'c', 'a', 'b', 'c']) {
  const worker = workerFor(key);
  worker.postMessage({ key });
  const [answer] = (await once(worker, 'message')) as [{ key: string; length: number; made: number }];
  answers.push(answer);
}
console.log(JSON.stringify(answers.slice(-3)));
for (const worker of workers) {
  worker.postMessage({ key: undefined }); // no more work
  await once(worker, 'exit');
}
