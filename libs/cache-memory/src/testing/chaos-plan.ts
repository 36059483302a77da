import { describeValue } from '../engine/options/describe-value.js';
import { CacheMemoryError } from '../engine/errors.js';
import { must, oneOf, type OptionRule, readOptions } from '../engine/options/option-rules.js';

/** What goes wrong with one call of a tier. */
export type ChaosFault = 'fails' | 'hangs' | 'waits' | 'damages';

/** What a tier is asked to do, and what may go wrong with it. */
export type ChaosOperation = 'open' | 'recall' | 'spill' | 'forget' | 'clear' | 'close';

/** Which calls go wrong, and how. */
export interface ChaosOptions {
  /** The share of calls that go wrong, 0 to 1; 0 unless said, so that only `chaos.fault` decides. */
  readonly rate?: number | undefined;
  /** What goes wrong with them, each as often as the others; all four unless said. */
  readonly faults?: readonly ChaosFault[] | undefined;
  /** Which calls may go wrong; all but `open` and `close` unless said. */
  readonly operations?: readonly ChaosOperation[] | undefined;
  /** A whole number from which the choices are drawn: the same calls go wrong with the same seed; 1 unless said. */
  readonly seed?: number | undefined;
}

const FAULTS: readonly ChaosFault[] = ['fails', 'hangs', 'waits', 'damages'];
const OPERATIONS: readonly ChaosOperation[] = ['open', 'recall', 'spill', 'forget', 'clear', 'close'];
const USUAL: readonly ChaosOperation[] = ['recall', 'spill', 'forget', 'clear'];

const rules = {
  rate: must<number>('a number from 0 to 1', (value) => typeof value === 'number' && value >= 0 && value <= 1),
  faults: listOf(oneOf(FAULTS)),
  operations: listOf(oneOf(OPERATIONS)),
  seed: must<number>('a whole number', Number.isSafeInteger),
};

/** Draws what goes wrong with each call. Throws `UNKNOWN_OPTION` or `INVALID_OPTION`. */
export function planChaos(options: ChaosOptions): (operation: ChaosOperation) => ChaosFault | undefined {
  const { rate = 0, faults = FAULTS, operations = USUAL, seed = 1 } = readOptions(options, rules, 'chaos');
  const next = numbersFrom(seed);
  return (operation) => {
    const [luck, choice] = [next(), next()]; // drawn for each call, so that a list of operations does not shift the rest
    return operations.includes(operation) && luck < rate ? faults[Math.floor(choice * faults.length)] : undefined;
  };
}

/** Numbers of at least 0 and below 1: mulberry32 (Tommy Ettinger, 2017). */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function listOf<T>(rule: OptionRule<T>): OptionRule<readonly T[]> {
  return (value, option) => {
    if (Array.isArray(value) && value.length > 0) return value.map((each) => rule(each, option));
    throw new CacheMemoryError('INVALID_OPTION', {
      subject: option,
      expected: 'a list of at least one',
      found: describeValue(value),
      remedy: `correct ${option}, or leave it out`,
    });
  };
}
