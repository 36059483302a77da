import { EventEmitter } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { ShownStatus } from './shown-status.js';
import { CacheMemory } from '../standalone/cache-memory.js';
import { leaveWithReader } from './leave-with-reader.js';
import { readArguments } from './read-arguments.js';
import { renderStatus } from './render-status.js';
import { top } from './top.js';

function status(regions: string[] = ['models']): ShownStatus {
  const cacheMemory = new CacheMemory({ regions: regions.map((region) => ({ region, maxEntries: 4 })) });
  cacheMemory.region(regions[0]).set('a', 'value');
  cacheMemory.region(regions[0]).get('a');
  return cacheMemory.snapshot();
}

const screen = { columns: 100, rows: 30, hasColours: false };
let server: Server | undefined;

async function serve(answers: readonly [number, string][]): Promise<string> {
  let asked = 0;
  server = createServer((_request, answer) => {
    const [code, body] = answers[Math.min(asked++, answers.length - 1)]!;
    answer.writeHead(code).end(body);
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/cache-memory`;
}

function paper(): { text: string; write(part: string): void } {
  const written = { text: '', write: (part: string) => void (written.text += part) };
  return written;
}

describe('top', () => {
  afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

  it('draws memory, the total and every region', () => {
    const text = renderStatus(status(), screen);
    expect(text).toMatch(/memory normal {2}.* of .*\(\w+\)/);
    expect(text).toMatch(/^\[#*\.*\] \d+\.\d%$/m);
    expect(text).toMatch(/^models +1 .* 25\.0% +100\.0%/m);
    expect(text).toMatch(/^default +0 /m);
  });

  it('keeps to the screen, and says how many regions found no place', () => {
    const many = status(Array.from({ length: 50 }, (_, index) => `region-${index}`));
    const lines = renderStatus(many, { ...screen, columns: 80, rows: 12 }).split('\n');
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe('and 46 more');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('writes no character of a name that a terminal would obey', () => {
    expect(renderStatus(status(['a\u001B[2Jb']), screen)).not.toContain('\u001B');
  });

  it('prints one status as JSON for scripts', async () => {
    const url = await serve([[200, JSON.stringify(status())]]);
    const output = paper();
    await top(readArguments(['top', url, '--once', '--json']), output);
    expect(JSON.parse(output.text)).toMatchObject({ regions: { models: { entries: 1 } } });
  });

  it('sends the headers that it is given', async () => {
    const url = await serve([[200, JSON.stringify(status())]]);
    const asked: unknown[] = [];
    server!.prependListener('request', ({ headers }) => asked.push(headers.authorization));
    await top(readArguments(['top', url, '--once', '--header', 'Authorization: Bearer x:y']), paper());
    expect(asked).toEqual(['Bearer x:y']);
  });

  it.each([
    [[200, 'not json'], /without regions and memory/],
    [[200, '{}'], /without regions and memory/],
    [[403, '{"message":"Forbidden resource"}'], /403 Forbidden resource/],
  ] as [[number, string], RegExp][])('says what is wrong with an answer: %j', async (answer, message) => {
    const url = await serve([answer]);
    await expect(top(readArguments(['top', url, '--once']), paper())).rejects.toThrow(message);
  });

  it('leaves quietly with whoever reads it, and hides no other error', () => {
    const output = new EventEmitter();
    const leave = jest.fn();
    leaveWithReader(output, leave);
    output.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(leave).toHaveBeenCalledTimes(1);
    expect(() => output.emit('error', new Error('no space'))).toThrow('no space');
  });

  it('says that nobody answers', async () => {
    await expect(top(readArguments(['top', 'http://127.0.0.1:1/x', '--once']), paper())).rejects.toThrow(
      /does not answer/,
    );
  });

  it.each([
    [[], /command 'top', found none/],
    [['show'], /found 'show'/],
    [['top'], /address of the management endpoints/],
    [['top', 'localhost:3000'], /found 'localhost:3000'/],
    [['top', 'http://x', 'y'], /one address/],
    [['top', 'http://x', '--interval', '0'], /seconds from 0.1/],
    [['top', 'http://x', '--header', 'x'], /<name>: <value>/],
    [['top', 'http://x', '--json=1'], /./],
    [['top', 'http://x', '--every', '1'], /--every/],
  ] as [string[], RegExp][])('refuses a command line that makes no sense: %j', (words, message) => {
    expect(() => readArguments(words)).toThrow(message);
  });
});
