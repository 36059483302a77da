import { describeValue } from './describe-value.js';
import { CacheMemoryError } from '../errors.js';
import { suggestName } from './nearest-name.js';

/** Reads one option: answers what it means, or throws `INVALID_OPTION`. */
export type OptionRule<T> = (value: unknown, option: string) => T;

/** A rule for each option of a set. */
export type OptionRules = Readonly<Record<string, OptionRule<unknown>>>;

/** What the rules of a set read; options that were left out stay out. */
export type ReadOptions<R extends OptionRules> = { [Name in keyof R]?: ReturnType<R[Name]> };

/**
 * Reads a set of options by its rules; `undefined` counts as left out. `subject` names the set in messages, and stands before
 * each option's name. Throws `UNKNOWN_OPTION` for a name without a rule, and what the rules throw.
 */
export function readOptions<R extends OptionRules>(options: unknown, rules: R, subject: string): ReadOptions<R> {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new CacheMemoryError('INVALID_OPTION', {
      subject,
      expected: 'an object of options',
      found: describeValue(options),
      remedy: `pass an object such as { ${Object.keys(rules)[0]}: ... }`,
    });
  }
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) throw unknownOption(subject, name, Object.keys(rules));
    if (value !== undefined) read[name] = rule(value, `${subject}.${name}`);
  }
  return read as ReadOptions<R>;
}

/** A rule for one of a few words. */
export function oneOf<T extends string>(words: readonly T[]): OptionRule<T> {
  return (value, option) => {
    if (words.includes(value as T)) return value as T;
    throw new CacheMemoryError('INVALID_OPTION', {
      subject: option,
      expected: `one of ${words.map((word) => `'${word}'`).join(', ')}`,
      found: describeValue(value),
      remedy: typeof value === 'string' ? suggestName(value, words) : 'write one of these words',
    });
  };
}

/** A rule for what only has to pass a test. */
export function must<T>(expected: string, test: (value: unknown) => boolean): OptionRule<T> {
  return (value, option) => {
    if (test(value)) return value as T;
    throw new CacheMemoryError('INVALID_OPTION', {
      subject: option,
      expected,
      found: describeValue(value),
      remedy: `correct ${option}, or leave it out`,
    });
  };
}

/** The rule for a number of entries: a whole number of at least 1. */
export const positiveInteger: OptionRule<number> = must(
  'a whole number of at least 1',
  (value) => Number.isSafeInteger(value) && (value as number) > 0,
);

/** The rule for a yes or no. */
export const flag: OptionRule<boolean> = must('true or false', (value) => typeof value === 'boolean');

/** The rule for a function. */
export function callable<F>(expected: string): OptionRule<F> {
  return must(expected, (value) => typeof value === 'function');
}

function unknownOption(subject: string, name: string, known: string[]): CacheMemoryError {
  return new CacheMemoryError('UNKNOWN_OPTION', {
    subject,
    expected: `options among ${known.join(', ')}`,
    found: describeValue(name),
    remedy: suggestName(name, known),
  });
}
