import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { nodeFiles } from './node-files.js';

const folder = mkdtempSync(join(tmpdir(), 'sensed-files-'));
const path = join(folder, 'memory.current');

describe('nodeFiles', () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads an open file again and again, as it is at the moment', () => {
    writeFileSync(path, '100\n');
    const file = nodeFiles.open(path)!;
    expect(file.read()).toBe('100\n');
    writeFileSync(path, '20\n');
    expect(file.read()).toBe('20\n');
    file.close();
    expect(file.read()).toBeUndefined();
    file.close();
  });

  it('reads nothing where there is no file', () => {
    expect(nodeFiles.readText(join(folder, 'none'))).toBeUndefined();
    expect(nodeFiles.open(join(folder, 'none'))).toBeUndefined();
  });

  it('reads nothing from a folder', () => {
    expect(nodeFiles.readText(folder)).toBeUndefined();
    const file = nodeFiles.open(folder);
    expect(file?.read()).toBeUndefined();
    file?.close();
  });

  it('leaves a file alone that was opened after another one was closed', () => {
    writeFileSync(path, '100\n');
    const closed = nodeFiles.open(path)!;
    closed.close();
    const other = nodeFiles.open(path)!; // takes the descriptor that has become free
    expect(closed.read()).toBeUndefined();
    closed.close();
    expect(other.read()).toBe('100\n');
    other.close();
  });
});
