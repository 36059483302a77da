import { describe, expect, it } from '@jest/globals';
import type { ResultStorage } from '../../src/storage/result-storage.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What every storage has to do. */
export function describeStorage(name: string, given: () => ResultStorage): void {
  async function textOf(storage: ResultStorage, path: string): Promise<string | undefined> {
    const file = await storage.open(path);
    if (!file) return undefined;
    const text = new TextDecoder().decode(await file.slice(0));
    await file.close();
    return text;
  }

  describe(`the storage ${name}`, () => {
    it('opens what was put, and puts another in its place', async () => {
      const storage = given();
      await storage.put('set/arm=a/part.parquet', bytes('one'));
      expect(await textOf(storage, 'set/arm=a/part.parquet')).toBe('one');
      await storage.put('set/arm=a/part.parquet', bytes('another'));
      expect(await textOf(storage, 'set/arm=a/part.parquet')).toBe('another');
    });

    it('reads a part of a file, and says so where the file ends before', async () => {
      const storage = given();
      await storage.put('file', bytes('0123456789'));
      const file = (await storage.open('file'))!;
      expect(file.byteLength).toBe(10);
      expect(new TextDecoder().decode(await file.slice(2, 5))).toBe('234');
      expect((await file.slice(10)).byteLength).toBe(0);
      await expect(file.slice(8, 12)).rejects.toThrow(RangeError);
      await file.close();
    });

    it('opens nothing where there is nothing', async () => {
      const storage = given();
      expect(await storage.open('nothing')).toBeUndefined();
      await storage.put('file', bytes('x'));
      expect(await storage.open('file/within')).toBeUndefined();
      expect(await storage.list('nothing/')).toEqual([]);
      await storage.delete('nothing');
    });

    it('keeps empty files', async () => {
      const storage = given();
      await storage.put('set/mark', new Uint8Array());
      expect(await textOf(storage, 'set/mark')).toBe('');
      expect(await storage.list('set/')).toEqual(['mark']);
    });

    it('lists what lies directly within a folder', async () => {
      const storage = given();
      for (const path of ['b/two', 'b/one', 'b/deep/er/three', 'a', 'bb/four']) await storage.put(path, bytes('x'));
      expect(await storage.list('')).toEqual(['a', 'b/', 'bb/']);
      expect(await storage.list('b/')).toEqual(['deep/', 'one', 'two']);
      expect(await storage.list('b')).toEqual(['deep/', 'one', 'two']);
    });

    it('deletes a file, and a folder with all that is in it but not its neighbour', async () => {
      const storage = given();
      for (const path of ['a/one', 'a/deep/two', 'a/three', 'ab/four']) await storage.put(path, bytes('x'));
      await storage.delete('a/one');
      expect(await storage.list('a')).toEqual(['deep/', 'three']);
      await storage.delete('a');
      expect(await storage.list('')).toEqual(['ab/']);
    });

    it('reads a file to its end that is deleted or replaced meanwhile', async () => {
      const storage = given();
      await storage.put('file', bytes('before'));
      const file = (await storage.open('file'))!;
      await storage.put('file', bytes('after!'));
      await storage.delete('file');
      expect(new TextDecoder().decode(await file.slice(0, 6))).toBe('before');
      await file.close();
    });

    it('shows one of the files that are put at once, whole', async () => {
      const storage = given();
      const texts = Array.from({ length: 8 }, (_, index) => String(index).repeat(10_000));
      await Promise.all(texts.map((text) => storage.put('file', bytes(text))));
      expect(texts).toContain(await textOf(storage, 'file'));
      expect(await storage.list('')).toEqual(['file']);
    });

    it('has a root without a slash at the end, and room', async () => {
      const storage = given();
      expect(storage.root).toMatch(/[^/]$/);
      expect(await storage.freeBytes()).toBeGreaterThan(0);
    });
  });
}
