/** A column of numbers with room for this slot: the given one where it is long enough, else a longer copy. */
export function floatColumnFor(column: Float64Array<ArrayBuffer>, slot: number): Float64Array<ArrayBuffer> {
  if (slot < column.length) return column;
  const larger = new Float64Array(2 * Math.max(slot, column.length, 8));
  larger.set(column);
  return larger;
}
