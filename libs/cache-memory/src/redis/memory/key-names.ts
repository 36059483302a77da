/** The names of everything that one namespace holds in Redis; the class of a key, protected or evictable, stands in its name. */
export class KeyNames {
  /** Which generation of each protected category counts, and which is being built. */
  readonly state: string;
  /** The counter that numbers generations and fences locks. */
  readonly fence: string;
  /** Held by the process that relieves. */
  readonly reliefLock: string;

  constructor(private readonly namespace: string) {
    this.state = `${namespace}:m:state`;
    this.fence = `${namespace}:m:fence`;
    this.reliefLock = `${namespace}:m:lock:relief`;
  }

  /** What the keys of all evictable categories match. */
  get everyEvictable(): string {
    return `${this.namespace}:e:*`;
  }

  /** What every key of the namespace matches. */
  get every(): string {
    return `${this.namespace}:*`;
  }

  /** What stands before the key in each name of an evictable category. */
  evictable(category: string): string {
    return `${this.namespace}:e:${category}:`;
  }

  /** What stands before generation and key in each name of a protected category. */
  protected(category: string): string {
    return `${this.namespace}:p:${category}:`;
  }

  /** Held by the process that rebuilds a category. */
  rebuildLock(category: string): string {
    return `${this.namespace}:m:lock:rebuild:${category}`;
  }

  /** Keys of a category that were stored or deleted while it was being rebuilt. */
  touched(category: string): string {
    return `${this.namespace}:m:touched:${category}`;
  }

  /** The class, category and generation of a name; `undefined` for the namespace's own bookkeeping. */
  read(name: string): { isProtected: boolean; category: string; generation: string | undefined } | undefined {
    const [kind, category, generation] = name.slice(this.namespace.length + 1).split(':', 3);
    if ((kind !== 'p' && kind !== 'e') || category === undefined) return undefined;
    return kind === 'p'
      ? { isProtected: true, category, generation }
      : { isProtected: false, category, generation: undefined };
  }
}
