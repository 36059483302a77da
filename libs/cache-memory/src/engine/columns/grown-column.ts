/** The kinds of columns that there are. */
type Column = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** A column of the same kind with room for `length` numbers, holding what the given one held; new ones read `fill`. */
export function grownColumn<C extends Column>(column: C, length: number, fill: number = 0): C {
  const larger = new (column.constructor as new (length: number) => C)(length);
  if (fill !== 0) larger.fill(fill, Math.min(column.length, length));
  larger.set(column.length > length ? column.subarray(0, length) : column);
  return larger;
}

/** A column with room for this slot: the given one where it is long enough, else a longer copy, so that growth is rare. */
export function columnFor<C extends Column>(column: C, slot: number): C {
  return slot < column.length ? column : grownColumn(column, 2 * Math.max(slot, column.length, 8));
}
