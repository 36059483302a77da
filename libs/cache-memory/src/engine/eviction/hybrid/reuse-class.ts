import { BUCKETS } from './age-buckets.js';

/** Frequencies are counted up to this. */
export const MOST_FREQUENCY = 15;

/** The class of each frequency: those that differ by little behave alike. */
const FREQUENCY_CLASSES = [0, 0, 1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 5, 6, 6];
/** Bits of a past that tell the class of the gap. */
export const GAP_BITS = 4;
/** Octaves of gaps that are told apart, around as many accesses as there are entries. */
const GAP_OCTAVES = 8;

/** Not known when the key was asked for before. */
export const UNKNOWN_GAP = 0;
/** How many classes there are for the gap, the unknown one included. */
export const GAP_CLASSES: number = 1 + GAP_OCTAVES;
/** How many classes there are for the frequency. */
export const FREQUENCY_CLASS_COUNT: number = 1 + Math.max(...FREQUENCY_CLASSES);
/** How many classes of entries are told apart. */
export const CLASSES: number = FREQUENCY_CLASS_COUNT * GAP_CLASSES;
/** The places of one class in a table by class and age: its buckets and the end of the last one. */
export const ROW: number = BUCKETS + 1;

/** The past of an entry in one byte: how often it was used, and the class of the gap between its last two uses. */
export function pastOf(frequency: number, gapClass: number): number {
  return (frequency << GAP_BITS) | gapClass;
}

export function frequencyOf(past: number): number {
  return past >>> GAP_BITS;
}

export function gapClassOf(past: number): number {
  return past & (2 ** GAP_BITS - 1);
}

/** The class of a gap in accesses, in a cache whose number of entries has this binary logarithm, rounded down. */
export function classOfGap(gap: number, entriesLog2: number): number {
  const octave = 31 - Math.clz32(gap | 1) - entriesLog2 + GAP_OCTAVES / 2;
  return 1 + (octave < 0 ? 0 : octave >= GAP_OCTAVES ? GAP_OCTAVES - 1 : octave);
}

/** The class of each past. */
export const CLASS_OF_PAST: Uint8Array = Uint8Array.from(
  { length: (MOST_FREQUENCY + 1) << GAP_BITS },
  (_, past) => FREQUENCY_CLASSES[frequencyOf(past)]! * GAP_CLASSES + Math.min(gapClassOf(past), GAP_OCTAVES),
);

/** Where the row of each past begins in a table by class and age. */
export const ROW_STARTS: Uint16Array = Uint16Array.from(CLASS_OF_PAST, (own) => own * ROW);
