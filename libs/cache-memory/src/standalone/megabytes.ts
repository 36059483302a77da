/** Bytes as whole megabytes, for a line that somebody reads. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MB`;
}
