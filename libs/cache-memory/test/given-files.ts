import type { OpenedFile, SensedFiles } from '../src/pressure/sensing/sensed-files.js';

/** Files for tests: a record of path and text, which may change meanwhile, that counts what is read and what is open. */
export class GivenFiles implements SensedFiles {
  /** Readings so far, by path. */
  readonly reads: Map<string, number> = new Map<string, number>();
  /** The paths of the files that are open. */
  readonly opened: Set<string> = new Set<string>();

  constructor(readonly texts: Record<string, string>) {}

  readText(path: string): string | undefined {
    this.reads.set(path, (this.reads.get(path) ?? 0) + 1);
    return this.texts[path];
  }

  open(path: string): OpenedFile | undefined {
    if (this.texts[path] === undefined) return undefined;
    this.opened.add(path);
    return { read: () => this.readText(path), close: () => void this.opened.delete(path) };
  }
}
