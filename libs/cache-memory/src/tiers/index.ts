export { bytesCodec } from './codecs/bytes-codec.js';
export { jsonCodec, type JsonValue } from './codecs/json-codec.js';
export { structuredCloneCodec } from './codecs/structured-clone-codec.js';
export type { Codec } from './codec.js';
export { entryTier, type SingleFlightOptions, type TierOptions, type TierTimes } from './entry-tier.js';
export type { LoadLocks, LockAnswer } from './load-locks.js';
export { MemoryPlace } from './memory-place.js';
export type { Snapshot } from './snapshot.js';
export type { Tier, TierPeers, TierPlace } from './tier.js';
export type { ClaimAnswer, LoadClaims } from '../engine/tiering/load-claims.js';
export type {
  EntryTier,
  SpillMoment,
  TierEntry,
  TierListener,
  TierOperation,
  TierSource,
  TierState,
} from '../engine/tiering/entry-tier.js';
