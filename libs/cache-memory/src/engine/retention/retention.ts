/**
 * How the cache holds a value.
 *
 * `strong`: until the entry is removed. `weak`: only as long as somebody else holds the instance too. `soft`: strongly until
 * it expires or memory is short, then weakly; a hit while it is still alive makes it strong again, with a new lifetime. So the
 * `ttl` of a `soft` cache says how long an instance is held that nobody uses, and not how old one may become that is in use;
 * where instances have to be renewed, use `strong`.
 */
export type Retention = 'strong' | 'soft' | 'weak';

/** The retentions that there are. */
export const RETENTIONS: readonly Retention[] = ['strong', 'soft', 'weak'];
