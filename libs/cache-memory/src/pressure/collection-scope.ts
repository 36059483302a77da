/**
 * What a forced collection is for: `garbage`, or `pages`, which V8 then gives back to the kernel too instead of keeping them for its heap.
 * That takes two or three times as long: it collects at least twice, and moves what lives together.
 */
export type CollectionScope = 'garbage' | 'pages';
