import { describeCell } from '../results/describe-cell.js';
import { ResultStoreError } from '../results/errors.js';

/** How much a query may take. */
export interface DuckDbOptions {
  /** Memory that DuckDB may take for its buffers, such as `'512MB'`; `'256MB'` unless said. */
  readonly memoryLimit?: string | undefined;
  /** Threads that DuckDB may use; 2 unless said. */
  readonly threads?: number | undefined;
}

const SIZE = /^\d+(\.\d+)?\s?(KB|MB|GB|KiB|MiB|GiB)$/;
const KNOWN = ['memoryLimit', 'threads'];

/** Options as DuckDB's own settings. Throws `INVALID_OPTION` or `UNKNOWN_OPTION`. */
export function duckDbSettings(options: DuckDbOptions): Record<string, string> {
  const stranger = Object.keys(options).find((name) => !KNOWN.includes(name));
  if (stranger !== undefined)
    throw problem('UNKNOWN_OPTION', 'openDuckDb', `options among ${KNOWN.join(', ')}`, stranger);
  const { memoryLimit = '256MB', threads = 2 } = options;
  if (!SIZE.test(memoryLimit)) throw problem('INVALID_OPTION', 'memoryLimit', "a size such as '512MB'", memoryLimit);
  if (!Number.isInteger(threads) || threads < 1) {
    throw problem('INVALID_OPTION', 'threads', 'a whole number of at least 1', threads);
  }
  return {
    memory_limit: memoryLimit,
    threads: String(threads),
    temp_directory: '',
    autoload_known_extensions: 'false',
  };
}

function problem(
  code: 'INVALID_OPTION' | 'UNKNOWN_OPTION',
  subject: string,
  expected: string,
  value: unknown,
): ResultStoreError {
  const found = describeCell(value);
  return new ResultStoreError(code, { subject, expected, found, remedy: 'correct it, or leave it out' });
}
