/** A sentence for whoever asked by a name that does not exist: the closest names by edit distance, else all that are known. */
export function nearestNames(wanted: string, known: readonly string[]): string {
  if (known.length === 0) return 'none is known';
  const limit = Math.max(2, Math.ceil(wanted.length / 3));
  const close = known
    .map((name) => ({ name, distance: editDistance(wanted.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((left, right) => left.distance - right.distance)
    .slice(0, 3)
    .map(({ name }) => `'${name}'`);
  if (close.length > 0) return `did you mean ${close.join(' or ')}?`;
  return `known are ${known.map((name) => `'${name}'`).join(', ')}`;
}

/** Levenshtein's distance, on the first 64 characters, so that a hostile name costs nothing. */
function editDistance(left: string, right: string): number {
  const a = left.slice(0, 64);
  const b = right.slice(0, 64);
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
