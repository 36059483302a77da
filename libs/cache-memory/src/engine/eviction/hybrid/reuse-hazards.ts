import { BUCKETS, BUCKETS_PER_OCTAVE, bucketOf } from './age-buckets.js';
import { CLASS_OF_PAST, CLASSES, FREQUENCY_CLASS_COUNT, GAP_CLASSES, ROW, ROW_STARTS } from './reuse-class.js';
import type { KeySample } from './key-sample.js';
import type { ReuseCounts } from './reuse-counts.js';

/** The chance of a use that is assumed in each bucket before anything was seen: the same in all, so that the young are worth most, as in LRU. */
export const FIRST_HAZARD: number = 0.2 / BUCKETS_PER_OCTAVE;
/** So many intervals weigh as much as that assumption. */
const FIRST_EVIDENCE = 2;
/** So many intervals of a class weigh as much as what is known of those above it where classes differ much, and where they do not. */
const LEAST_EVIDENCE = 50;
const MOST_EVIDENCE = 1e6;
/** No chance counts as certain: a row must not end before its last bucket. */
const MOST_HAZARD = 0.999;

/** Tables that are filled anew each time, and so shared by all caches. */
const atRisk = new Float64Array(CLASSES * ROW);
const open = new Float64Array(CLASSES * ROW);
const isOpen = new Uint8Array(CLASSES);
const frequencyUses = new Float64Array(FREQUENCY_CLASS_COUNT * ROW);
const frequencyRisk = new Float64Array(FREQUENCY_CLASS_COUNT * ROW);
/** What chance alone makes of the squared deviation over the variance: half of 1, for counts that fade vary half as much. */
const BY_CHANCE = 0.5;
/** Buckets of a class in which fewer uses are expected tell nothing of how classes differ. */
const LEAST_EXPECTED = 1;
const allHazards = new Float64Array(ROW);
const allUses = new Float64Array(ROW);
const allRisk = new Float64Array(ROW);
const countOpen = (past: number, age: number): void => {
  open[ROW_STARTS[past]! + bucketOf(age)]!++;
  isOpen[CLASS_OF_PAST[past]!] = 1;
};

/**
 * The chances that a key of each class which was not used up to a bucket of age is used in that bucket, by Kaplan and Meier
 * ("Nonparametric Estimation from Incomplete Observations", JASA 1958): a class of which little was seen leans on all classes of its
 * frequency, and they on all there are. The table is used again by the next call.
 */
export function estimateHazards(counts: ReuseCounts, sample: KeySample, now: number): Float64Array {
  countAtRisk(counts, sample, now);
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    allHazards[bucket] = (allUses[bucket]! + FIRST_EVIDENCE * FIRST_HAZARD) / (allRisk[bucket]! + FIRST_EVIDENCE);
  }
  lean(frequencyUses, frequencyRisk, 0, FREQUENCY_CLASS_COUNT, allHazards, 0);
  for (let group = 0; group < FREQUENCY_CLASS_COUNT; group++) {
    lean(counts.uses, atRisk, group * GAP_CLASSES, GAP_CLASSES, frequencyRisk, group * ROW);
  }
  return atRisk;
}

/**
 * Turns what was at risk in some classes into chances, each leaning on those of the class above them: the more, the less the
 * classes differ beyond what chance would make them differ (Efron and Morris, "Data Analysis Using Stein's Estimator", JASA 1975).
 */
function lean(
  uses: ArrayLike<number>,
  risk: Float64Array,
  first: number,
  count: number,
  above: Float64Array,
  row: number,
): void {
  const evidence = evidenceFor(uses, risk, first, count, above, row);
  for (let own = first; own < first + count; own++) {
    if (risk[own * ROW] === 0) {
      for (let bucket = 0; bucket < BUCKETS; bucket++) risk[own * ROW + bucket] = above[row + bucket]!;
      continue;
    }
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const place = own * ROW + bucket;
      const hazard = (uses[place]! + evidence * above[row + bucket]!) / (risk[place]! + evidence);
      risk[place] = hazard > MOST_HAZARD ? MOST_HAZARD : hazard;
    }
  }
}

/** Pearson's measure of how much classes differ from the one above them, against what it would be if they did not. */
function evidenceFor(
  uses: ArrayLike<number>,
  risk: Float64Array,
  first: number,
  count: number,
  above: Float64Array,
  row: number,
): number {
  let surplus = 0;
  let intervals = 0;
  for (let own = first; own < first + count; own++) {
    if (risk[own * ROW] === 0) continue;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const place = own * ROW + bucket;
      const hazard = above[row + bucket]!;
      const expected = risk[place]! * hazard;
      if (expected < LEAST_EXPECTED) continue;
      surplus += (uses[place]! - expected) ** 2 / (expected * (1 - hazard)) - BY_CHANCE;
      intervals += risk[place]! - 1;
    }
  }
  return surplus <= 0 ? MOST_EVIDENCE : Math.max(LEAST_EVIDENCE, intervals / surplus);
}

/** How many intervals reached each bucket; those that were lost sight of in it were there for half of it. */
function countAtRisk(counts: ReuseCounts, sample: KeySample, now: number): void {
  const { uses, censored } = counts;
  isOpen.fill(0);
  for (const table of [open, frequencyUses, frequencyRisk, allUses, allRisk]) table.fill(0);
  sample.countOpen(now, countOpen);
  for (let own = 0; own < CLASSES; own++) {
    if (isOpen[own] === 0 && !counts.has(own)) {
      atRisk.fill(0, own * ROW, (own + 1) * ROW);
      continue;
    }
    const group = Math.floor(own / GAP_CLASSES) * ROW;
    let reached = 0;
    for (let bucket = BUCKETS - 1; bucket >= 0; bucket--) {
      const place = own * ROW + bucket;
      const used = uses[place]!;
      const lost = censored[place]! + open[place]!;
      reached += used + lost;
      const risk = reached - lost / 2;
      atRisk[place] = risk;
      allUses[bucket]! += used;
      allRisk[bucket]! += risk;
      frequencyUses[group + bucket]! += used;
      frequencyRisk[group + bucket]! += risk;
    }
  }
}
