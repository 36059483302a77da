import { gzipSync } from 'node:zlib';
import { minify } from '@swc/core';

/** How large modules are once they are minified, one by one, and gzipped together. */
export async function shippedSize(texts) {
  const options = { module: true, compress: true, mangle: true };
  const minified = await Promise.all([...texts].map((text) => minify(text, options)));
  const all = minified.map(({ code }) => code).join('\n');
  return { minifiedBytes: all.length, gzippedBytes: gzipSync(all, { level: 9 }).length };
}
