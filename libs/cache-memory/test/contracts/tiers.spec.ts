import { MemoryPlace } from '../../src/tiers/memory-place.js';
import { describeTier } from './tier.contract.js';

describeTier('in memory', async () => {
  const place = new MemoryPlace();
  return (region) => place.open(region);
});
