import { describe, expect, it } from '@jest/globals';
import { tellListener } from './tell-listener.js';

describe('tellListener', () => {
  it('passes on what a listener throws or rejects with, and nothing else', async () => {
    const [thrown, rejected] = [new Error('thrown'), new Error('rejected')];
    const failures: unknown[] = [];
    const heard: string[] = [];
    const listeners: ((event: string) => unknown)[] = [
      (event) => heard.push(event),
      async (event) => heard.push(event),
      () => {
        throw thrown;
      },
      async () => Promise.reject(rejected),
    ];
    for (const listener of listeners) tellListener(listener, 'event', (error) => failures.push(error));
    await new Promise(setImmediate);
    expect([heard, failures]).toEqual([
      ['event', 'event'],
      [thrown, rejected],
    ]);
  });
});
