/** Bytes as megabytes for a line that somebody reads: whole ones from 16 on. */
export function megabytes(bytes: number): string {
  const size = bytes / 2 ** 20;
  return `${size.toFixed(size < 16 ? 1 : 0)} MB`;
}
