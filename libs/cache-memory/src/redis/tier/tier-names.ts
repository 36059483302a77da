/** What a touched key means. */
export type TierNews =
  | { readonly region: string; readonly kind: 'entry'; readonly key: string }
  | { readonly region: string; readonly kind: 'tag'; readonly tag: string }
  | { readonly region: string; readonly kind: 'all' }
  /** What was cleared is counted otherwise than before, or is lost. */
  | { readonly region: string; readonly kind: 'numbers' };

/** The names of what regions keep in Redis. */
export class TierNames {
  /** What every name of every region begins with. */
  readonly prefix: string;

  constructor(private readonly namespace: string) {
    this.prefix = `${namespace}:t:`;
  }

  entry(region: string, key: string): string {
    return `${this.#of(region)}k:${key}`;
  }

  /** What was cleared in a region. */
  cleared(region: string): string {
    return `${this.#of(region)}c`;
  }

  /** Touched when a tag is cleared. */
  tag(region: string, tag: string): string {
    return `${this.#of(region)}g:${tag}`;
  }

  /** Touched when everything is cleared. */
  all(region: string): string {
    return `${this.#of(region)}a`;
  }

  /** Held by the process that makes the value of a key. */
  lock(region: string, key: string): string {
    return `${this.namespace}:l:${encodeURIComponent(region)}:k:${key}`;
  }

  /** Counts the locks that were taken in a region. */
  fence(region: string): string {
    return `${this.namespace}:l:${encodeURIComponent(region)}:c`;
  }

  /** What it means that a key was touched; `undefined` for what means nothing to others. */
  read(name: string): TierNews | undefined {
    const rest = name.slice(this.prefix.length);
    const end = rest.indexOf(':');
    const region = end < 0 ? undefined : decoded(rest.slice(0, end));
    if (region === undefined) return undefined;
    const what = rest.slice(end + 1);
    if (what.startsWith('k:')) return { region, kind: 'entry', key: what.slice(2) };
    if (what.startsWith('g:')) return { region, kind: 'tag', tag: what.slice(2) };
    if (what === 'c') return { region, kind: 'numbers' };
    return what === 'a' ? { region, kind: 'all' } : undefined;
  }

  #of(region: string): string {
    return `${this.prefix}${encodeURIComponent(region)}:`;
  }
}

/** The region of a name; `undefined` in a name that no tier has written. */
function decoded(region: string): string | undefined {
  try {
    return decodeURIComponent(region);
  } catch {
    return undefined;
  }
}
