/** What a look shows of the heap and the container around it, in bytes. */
export interface HeapLook {
  /** What the container counts besides what is in use and besides the young generation. */
  readonly besidesBytes: number;
  /** What is in use in the old generation. */
  readonly usedBytes: number;
}

/**
 * Follows what V8 keeps of the memory that its heap once used: holes between values, and since V8 12 whole pages too, which it gives back to
 * nobody while the application is busy. That serves the heap, but nothing else in a container. Only a collection that gives
 * pages back ends it; what is left then is not V8's.
 */
export class HeapReserve {
  /** The most that it may be. */
  bytes: number = 0;
  /** The least that was counted besides, and is none of it: code, stacks, what other allocators keep. */
  leastBytes: number = Infinity;
  #mostUsedBytes = 0;

  /** Takes a look; whether pages were given back just now. */
  observe({ besidesBytes, usedBytes }: HeapLook, areGivenBack: boolean): void {
    this.leastBytes = areGivenBack ? besidesBytes : Math.min(this.leastBytes, besidesBytes);
    this.#mostUsedBytes = areGivenBack ? usedBytes : Math.max(this.#mostUsedBytes, usedBytes);
    this.bytes = Math.min(besidesBytes - this.leastBytes, this.#mostUsedBytes - usedBytes);
  }
}
