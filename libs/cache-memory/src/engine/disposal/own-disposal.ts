import { ownershipOf } from '../instances/ownership.js';

/** The methods by which Nest ends a provider, in its order. */
const NEST_HOOKS = ['onModuleDestroy', 'beforeApplicationShutdown', 'onApplicationShutdown'] as const;

type Method = (this: unknown) => unknown;

/** Whether an instance knows how to end its own life, or owns parts that may. It reads no property, so that no getter runs, and never throws. */
export function hasOwnDisposal(instance: object): boolean {
  try {
    return (
      Symbol.dispose in instance ||
      Symbol.asyncDispose in instance ||
      'onModuleDestroy' in instance ||
      'onApplicationShutdown' in instance ||
      'beforeApplicationShutdown' in instance ||
      ownershipOf(instance) !== undefined
    );
  } catch {
    return false; // a proxy that was revoked, or whose traps throw
  }
}

/**
 * The steps by which an instance ends its own life: `Symbol.asyncDispose`, else `Symbol.dispose`, else every shutdown hook of
 * Nest that it has, in Nest's order.
 */
export function ownDisposal(instance: unknown): (() => unknown)[] {
  const methods = instance as Record<PropertyKey, unknown>;
  for (const symbol of [Symbol.asyncDispose, Symbol.dispose]) {
    if (typeof methods[symbol] === 'function') return [() => (methods[symbol] as Method).call(instance)];
  }
  return NEST_HOOKS.filter((hook) => typeof methods[hook] === 'function').map(
    (hook) => () => (methods[hook] as Method).call(instance),
  );
}
