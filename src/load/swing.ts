import type { MemoryReport } from 'nestjs-cache-memory';

/** What memory besides the caches does now. */
export type SwingPhase = 'rising' | 'full' | 'resting';

/** A phase, and how many steps it has lasted. */
export interface Swing {
  readonly phase: SwingPhase;
  readonly steps: number;
}

/** Foreign memory never rises beyond this share of the limit: what it leaves has to do for everything else. */
const MOST = 0.6;

/**
 * The swing one step on: it rises until the caches have to give memory back or its own share is reached, stays, lets go of
 * everything, rests, and begins again.
 */
export function nextSwing(
  { phase, steps }: Swing,
  { level, limitBytes }: Pick<MemoryReport, 'level' | 'limitBytes'>,
  foreignBytes: number,
  { fullSteps, restingSteps }: { readonly fullSteps: number; readonly restingSteps: number },
): Swing {
  const isPressed = level === 'eviction' || level === 'critical';
  if (phase === 'rising' && (isPressed || foreignBytes >= MOST * limitBytes)) return { phase: 'full', steps: 0 };
  if (phase === 'full' && steps >= fullSteps) return { phase: 'resting', steps: 0 };
  if (phase === 'resting' && steps >= restingSteps) return { phase: 'rising', steps: 0 };
  return { phase, steps: steps + 1 };
}
