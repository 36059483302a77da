/** How full the container around the process is. */
export interface ContainerReading {
  readonly limitBytes: number;
  /** Charged to it, page cache included. */
  readonly usageBytes: number;
  /** Charged to it, without the page cache that the kernel takes back before it kills. */
  readonly workingSetBytes: number;
  /** Whether the page cache could be told; where not, the working set is the usage. */
  readonly isCacheKnown: boolean;
}
