export { csvSource } from './csv-source.js';
export type { CsvRow, CsvSourceOptions } from './csv-options.js';
export type { RecoverySource } from '../sources/recovery-source.js';
export type { SourceProblem, SourceReading } from '../sources/source-reading.js';
export { CacheMemoryError } from '../engine/errors.js';
