import { BUCKET_STARTS, BUCKETS } from './age-buckets.js';
import { CLASSES, ROW } from './reuse-class.js';
import { UNITS_PER_OCTAVE } from './worth.js';

const heldFor = new Float64Array(ROW);
const usesWithin = new Float64Array(ROW);
/** The corners of the upper hull of uses over time, the nearest on top. */
const corners = new Int32Array(ROW);

/** What promises no use. */
const NOTHING = -(2 ** 15);

/**
 * Writes the Gittins index of each class at each age: the most uses for the time held that keeping an entry can promise, over
 * all times at which one may give it up (Gittins, "Bandit Processes and Dynamic Allocation Indices", J. R. Stat. Soc. B 1979).
 * It is the steepest slope from an age to a later one on the curve of uses over time held, hence a slope of the upper hull. What is
 * written is its binary logarithm in units.
 */
export function writeGittinsIndices(hazards: Float64Array, indices: Int16Array): void {
  for (let row = 0; row < CLASSES * ROW; row += ROW) {
    // Classes of which nothing was seen are all alike.
    if (row > 0 && isAsBefore(hazards, row)) {
      indices.copyWithin(row, row - ROW, row);
    } else {
      drawCurve(hazards, row);
      writeSlopes(indices, row);
    }
  }
}

function isAsBefore(hazards: Float64Array, row: number): boolean {
  for (let place = row; place < row + BUCKETS; place++) if (hazards[place] !== hazards[place - ROW]) return false;
  return true;
}

/** Time held and uses up to each age of an entry that is kept for ever. */
function drawCurve(hazards: Float64Array, row: number): void {
  let surviving = 1;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const hazard = hazards[row + bucket]!;
    const width = BUCKET_STARTS[bucket + 1]! - BUCKET_STARTS[bucket]!;
    heldFor[bucket + 1] = heldFor[bucket]! + surviving * width * (1 - hazard / 2);
    usesWithin[bucket + 1] = usesWithin[bucket]! + surviving * hazard;
    surviving *= 1 - hazard;
  }
}

function writeSlopes(indices: Int16Array, row: number): void {
  let top = 0;
  corners[0] = BUCKETS;
  indices[row + BUCKETS] = NOTHING;
  for (let bucket = BUCKETS - 1; bucket >= 0; bucket--) {
    while (top > 0 && isSteeper(bucket, corners[top - 1]!, corners[top]!)) top--;
    const next = corners[top]!;
    indices[row + bucket] = units((usesWithin[next]! - usesWithin[bucket]!) / (heldFor[next]! - heldFor[bucket]!));
    corners[++top] = bucket;
  }
}

/** Whether the slope from an age to the farther corner is no less than that to the nearer one. */
function isSteeper(from: number, farther: number, nearer: number): boolean {
  return (
    (usesWithin[farther]! - usesWithin[from]!) * (heldFor[nearer]! - heldFor[from]!) >=
    (usesWithin[nearer]! - usesWithin[from]!) * (heldFor[farther]! - heldFor[from]!)
  );
}

function units(index: number): number {
  return index > 0 ? Math.max(NOTHING, Math.round(UNITS_PER_OCTAVE * Math.log2(index))) : NOTHING;
}
