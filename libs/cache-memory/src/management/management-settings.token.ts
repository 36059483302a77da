/** The token of the management endpoints' settings. */
export const MANAGEMENT_SETTINGS: unique symbol = Symbol('settings of the cache management');
