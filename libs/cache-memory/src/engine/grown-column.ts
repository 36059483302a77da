/** A column of floats with room for `capacity` slots, holding what the given one held; new slots read `fill`. */
export function grownFloats(
  column: Float64Array,
  capacity: number,
  fill: number = Infinity,
): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacity).fill(fill, Math.min(column.length, capacity));
  larger.set(column.subarray(0, capacity));
  return larger;
}
