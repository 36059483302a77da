import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { OpenedFile, SensedFiles } from './sensed-files.js';

/** Longer texts are cut; the longest that is read again and again, `memory.stat`, has a few thousand characters. */
const BUFFER_BYTES = 16 * 1024;
let buffer: Buffer | undefined;

/** The files of this machine. */
export const nodeFiles: SensedFiles = {
  readText: (path) => attempt(() => readFileSync(path, 'latin1')),
  open: (path) => attempt(() => new DescribedFile(openSync(path, 'r'))),
};

/** A file by its descriptor; every read starts at the beginning, so that the kernel writes the text anew. */
class DescribedFile implements OpenedFile {
  #isOpen = true;

  constructor(private readonly descriptor: number) {}

  read(): string | undefined {
    return this.#isOpen ? attempt(() => textOf(this.descriptor)) : undefined;
  }

  close(): void {
    if (this.#isOpen) attempt(() => closeSync(this.descriptor));
    this.#isOpen = false;
  }
}

function textOf(descriptor: number): string {
  buffer ??= Buffer.allocUnsafeSlow(BUFFER_BYTES);
  return buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, BUFFER_BYTES, 0));
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
