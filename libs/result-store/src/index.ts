export type { Cells } from './results/column-data.js';
export type { Cell, ColumnType, Row, Subject } from './results/column-type.js';
export { ResultStoreError, type ResultStoreErrorCode, type ResultStoreProblem } from './results/errors.js';
export type { Metadata } from './results/manifest.js';
export type { Condition, Query } from './results/query.js';
export type { Column, Schema, SchemaOptions } from './results/schema.js';
export type { Batch, ReadPlan } from './results/set-source.js';
export { type BandPicture, renderBands } from './pictures/render-bands.js';
export type { Estimate } from './store/admission.js';
export type { CreateOptions, Expected, WriteOptions } from './store/create-options.js';
export type { Removal } from './store/plan-clean-up.js';
export { ResultSet } from './store/result-set.js';
export { ResultStore } from './store/result-store.js';
export { ResultWriter } from './store/result-writer.js';
export type { SetInfo, SetStatus } from './store/set-info.js';
export type {
  CleanUpLimits,
  MemoryGovernor,
  MemoryOutlook,
  Reclaimer,
  ResultStoreOptions,
  StoreLog,
} from './store/store-options.js';
export { DirectoryStorage } from './storage/directory-storage.js';
export type { ResultStorage, StoredFile } from './storage/result-storage.js';
export type { WriteProgress } from './store/write-progress.js';
export type { Band, BandOptions } from './summaries/bands.js';
export type { ColumnSummary } from './summaries/column-summary.js';
export { ResultStoreModule } from './nest/result-store.module.js';
export type {
  ResultStoreModuleAsyncOptions,
  ResultStoreModuleExtras,
  ResultStoreModuleOptions,
  ResultStoreOptionsFactory,
} from './nest/result-store.module-definition.js';
