import { describe, expect, it } from '@jest/globals';
import { CollectionProfile } from './collection-profile.js';
import { heapSpacesProbe } from './heap-spaces-probe.js';

const collect = globalThis.gc as unknown as (options?: { type: 'minor' }) => void;

describe('CollectionProfile', () => {
  it('knows of no collection before it was asked', () => {
    const profile = new CollectionProfile();
    collect();
    expect(profile.take()).toBeUndefined();
    profile.stop();
  });

  it('tells what the old generation held after a major collection since it was asked', () => {
    const profile = new CollectionProfile();
    profile.take();
    collect();
    const left = profile.take()!;
    profile.stop();
    const now = heapSpacesProbe.read()!.oldGenerationBytes;
    expect(left / now).toBeGreaterThan(0.8);
    expect(left / now).toBeLessThan(1.2);
  });

  it('knows of none that came while it was stopped', () => {
    const profile = new CollectionProfile();
    profile.take();
    profile.stop();
    collect();
    expect(profile.take()).toBeUndefined();
    profile.stop();
  });
});
