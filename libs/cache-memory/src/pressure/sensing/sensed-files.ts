/** A small file that stays open, to be read again and again. */
export interface OpenedFile {
  /** Its whole text as it is now; `undefined` once it can no longer be read. */
  read(): string | undefined;
  close(): void;
}

/** The port to the files in which the kernel tells of memory; none of them throws. */
export interface SensedFiles {
  /** The whole text of a file; `undefined` where there is none or it may not be read. */
  readText(path: string): string | undefined;
  /** Opens a file; `undefined` where there is none or it may not be read. */
  open(path: string): OpenedFile | undefined;
}
