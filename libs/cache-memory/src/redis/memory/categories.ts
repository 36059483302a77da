import { describeValue } from '../../engine/options/describe-value.js';
import { CacheMemoryError } from '../../engine/errors.js';
import { suggestName } from '../../engine/options/nearest-name.js';

/** The categories that were declared for one class of entries. */
export class Categories<T> {
  constructor(
    private readonly kind: 'protected' | 'evictable',
    private readonly declared: ReadonlyMap<string, T>,
  ) {}

  has(name: string): boolean {
    return this.declared.has(name);
  }

  /** What a category was declared as. Throws `UNKNOWN_CATEGORY`. */
  find(name: string): T {
    const category = this.declared.get(name);
    if (category !== undefined) return category;
    throw unknownCategory(`${this.kind} category`, name, this.declared.keys());
  }
}

/** That nobody declared a category of that name. */
export function unknownCategory(subject: string, name: unknown, known: Iterable<string>): CacheMemoryError {
  return new CacheMemoryError('UNKNOWN_CATEGORY', {
    subject,
    expected: 'a category that was declared',
    found: describeValue(name),
    remedy: suggestName(String(name), known),
  });
}
