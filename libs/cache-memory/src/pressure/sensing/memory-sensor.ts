import type { MajorCollection } from './major-collection.js';
import type { MemorySample } from './memory-sample.js';

/** The port of sensing: cheap enough to be asked within an insert. */
export interface MemorySensor {
  /** Looks at memory now, synchronously. Never throws: what cannot be read is named in the sample. */
  sample(): MemorySample;
  /** Bytes in use in the heap and kept alive by it outside, garbage included; for a part of what a sample costs. Never throws. */
  inUseBytes(): number;
  /** The last major collection that was noticed, by a sample or by V8's entry; compare `number` to know of a new one. */
  readonly lastCollection: MajorCollection | undefined;
  /** Ends it: no observer, no open file is left. A sample after it still tells the heap. */
  close(): void;
}
