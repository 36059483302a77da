export { CacheDashboardModule } from './cache-dashboard.module.js';
export type { DashboardOptions } from './dashboard-options.js';
