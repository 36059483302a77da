import type { ModulesContainer } from '@nestjs/core';
import { DEFAULT_MAX_NODES } from '../../sizing/size-of.js';
import { Walk } from '../../sizing/walk.js';
import { everyProvider } from './every-provider.js';

/** Bytes that instances hold together, without what the whole application shares with them. */
export function instancesWeight(modules: ModulesContainer, instances: readonly object[]): number {
  const others = new Set<unknown>(instances);
  for (const wrapper of everyProvider(modules)) others.add(wrapper.instance);
  const maxNodes = Math.max(1, Math.floor(DEFAULT_MAX_NODES / instances.length));
  return instances.reduce(
    (sum, each) => sum + new Walk(each, { isShared: (part) => others.has(part) }).measure(maxNodes),
    0,
  );
}
