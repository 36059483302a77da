export { CacheManagementModule } from './cache-management.module.js';
export type { EntryPage, ListedEntry } from './entry-page.js';
export type { EntryOrder } from './entry-page-request.js';
export type { ManagementGuard, ManagementOptions } from './management-options.js';
export type { ManagementAllowances, ManagementStatus } from './management-status.js';
export type { CollectionResult } from './management-writer.js';
