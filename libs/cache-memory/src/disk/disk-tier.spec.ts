import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Tier, TierPeers } from '../tiers/tier.js';
import { diskPlace } from './disk-place.js';

const NOBODY: TierPeers = { changed: () => {}, cleared: () => {}, answers: () => {} };

describe('a tier on disk that is closed', () => {
  let directory: string;
  const open = (): Promise<Tier> => diskPlace({ directory }).open('r', NOBODY);
  const snapshot = (bytes: number) => ({ bytes: Buffer.alloc(bytes, 'x'), tags: [], expiresAt: Infinity });

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'disk-tier-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('ends what is under way first, small and large, and leaves nothing open', async () => {
    const tier = await open();
    await tier.spill('old', snapshot(10));
    const underWay = [tier.spill('small', snapshot(10)), tier.spill('large', snapshot(300_000)), tier.forget('old')];
    await tier.close();
    await Promise.all(underWay);
    const next = await open();
    const found = await Promise.all(['old', 'small', 'large'].map((key) => next.recall(key)));
    await next.close();
    expect(found.map((bytes) => bytes?.length)).toEqual([undefined, 10, 300_000]);
  });

  it('refuses what comes later, and keeps what it had for whoever opens it next', async () => {
    const tier = await open();
    await tier.spill('a', snapshot(10));
    await tier.close();
    const later = [tier.recall('a'), tier.spill('a', snapshot(20)), tier.forget('a'), tier.clear()];
    for (const call of later) await expect(call).rejects.toMatchObject({ code: 'CACHE_CLOSED' });
    const next = await open();
    expect((await next.recall('a'))?.length).toBe(10);
    await next.close();
  });
});
