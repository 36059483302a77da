/** The code of what was found to be damaged. */
const DAMAGED = 'DISK_DAMAGED';

/** Files that are not what was committed. */
export function damaged(found: string): Error {
  return Object.assign(new Error(found), { code: DAMAGED });
}

/**
 * Whether an error speaks of damaged files, which are emptied; not of a disk that is full, of rights that are missing, or of
 * somebody else who has them open.
 */
export function isDamage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, message, cause } = error as Error & { code?: string };
  if (code === DAMAGED || code === 'LEVEL_CORRUPTION' || error instanceof SyntaxError) return true;
  if (code === 'LEVEL_IO_ERROR') return /no such file/iu.test(message);
  return isDamage(cause);
}
