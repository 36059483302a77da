/**
 * How the cache holds a value.
 *
 * `strong`: until the entry is removed. `weak`: only as long as somebody else holds the instance too. `soft`: strongly until
 * it expires or memory is short, then weakly; a hit while it is still alive makes it strong again.
 */
export type Retention = 'strong' | 'soft' | 'weak';

/** The retentions that there are. */
export const RETENTIONS: readonly Retention[] = ['strong', 'soft', 'weak'];
