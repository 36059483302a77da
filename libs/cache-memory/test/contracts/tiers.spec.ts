import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { diskPlace } from '../../src/disk/disk-place.js';
import { MemoryPlace } from '../../src/tiers/memory-place.js';
import { describeTier } from './tier.contract.js';

describeTier('in memory', async () => {
  const place = new MemoryPlace();
  return (region) => place.open(region);
});

const folder = mkdtempSync(join(tmpdir(), 'tiers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let places = 0;

describeTier('on disk', async () => {
  const place = diskPlace({ directory: join(folder, String(places++)) });
  return (region) => place.open(region, { changed: () => {}, cleared: () => {}, answers: () => {} });
});
