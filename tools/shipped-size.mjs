import { gzipSync } from 'node:zlib';
import { minify } from '@swc/core';

const gzippedSize = (texts) => gzipSync(texts.join('\n'), { level: 9 }).length;

/** How large modules are, gzipped together: as they are, and once a bundler has shortened their names too. */
export async function shippedSize(texts) {
  const modules = [...texts];
  const options = { module: true, compress: true, mangle: true };
  const minified = await Promise.all(modules.map((text) => minify(text, options)));
  return { gzippedBytes: gzippedSize(modules), minifiedGzippedBytes: gzippedSize(minified.map(({ code }) => code)) };
}
