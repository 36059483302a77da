export { bytesCodec } from './codecs/bytes-codec.js';
export { jsonCodec, type JsonValue } from './codecs/json-codec.js';
export { structuredCloneCodec } from './codecs/structured-clone-codec.js';
export type { Codec } from './codec.js';
export { entryTier, type TierOptions, type TierTimes } from './entry-tier.js';
export { MemoryPlace } from './memory-place.js';
export type { Snapshot, Tier, TierPeers, TierPlace } from './tier.js';
export type {
  EntryTier,
  SpillMoment,
  TierEntry,
  TierListener,
  TierOperation,
  TierSource,
  TierState,
} from '../engine/tiering/entry-tier.js';
