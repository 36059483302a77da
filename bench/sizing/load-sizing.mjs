// The sizing module, transpiled from its sources into a temporary folder, so that a bench needs no build.
import { transformSync } from '@swc/core';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const sources = new URL('../../libs/cache-memory/src/sizing/', import.meta.url);

export async function loadSizing() {
  const folder = mkdtempSync(join(tmpdir(), 'sizing-bench-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    for (const file of readdirSync(sources)) {
      if (!file.endsWith('.ts') || file.endsWith('.spec.ts')) continue;
      const { code } = transformSync(readFileSync(new URL(file, sources), 'utf8'), {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      });
      writeFileSync(join(folder, file.replace(/ts$/, 'js')), code);
    }
    const load = (file) => import(pathToFileURL(join(folder, file)).href);
    return { ...(await load('size-of.js')), ...(await load('sizer.js').catch(() => ({}))) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
