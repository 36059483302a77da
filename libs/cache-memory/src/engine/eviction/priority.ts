/** How dear an entry is: all of a lower priority are evicted before any of a higher one. */
export type Priority = 'low' | 'normal' | 'high';

/** The priorities in the order in which they are evicted. */
export const PRIORITIES: readonly Priority[] = ['low', 'normal', 'high'];

/** The rank of an entry that says nothing of its priority: its place among the priorities. */
export const NORMAL_RANK: number = PRIORITIES.indexOf('normal');
