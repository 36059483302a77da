import type { Retention } from '../../engine/retention/retention.js';
import { megabytes } from '../../pressure/megabytes.js';

/** How a region is used. */
export interface RegionUse {
  readonly region: string;
  /** Whether somebody declared it; the default region exists without. */
  readonly isDeclared: boolean;
  readonly retention: Retention;
  /** Whether primitives are among its values. */
  readonly hasPrimitives: boolean;
  readonly maxBytes: number | undefined;
  readonly gets: number;
  /** Hits, and misses that a tier answered. */
  readonly answered: number;
  readonly insertions: number;
}

/** What an application does with its caches. */
export interface UseFacts {
  readonly regions: readonly RegionUse[];
  /** Bytes that the container, or else the machine, allows; `undefined` where that is unknown. */
  readonly containerLimitBytes: number | undefined;
  /** Whether anybody in the process listens to the signals that end it; `undefined` while the application still starts. */
  readonly hearsSignals: boolean | undefined;
}

/** A common mistake: what was found, what it leads to, and what to do. */
export interface Misuse {
  /** What it is and where, so that it is said once. */
  readonly code: string;
  readonly text: string;
  readonly remedy: string;
}

/** Look-ups after which a hit rate counts, and those of all regions after which one that nobody uses does. */
const GETS_THAT_COUNT = 10_000;
const NEAR_ZERO = 0.01;

/** The common mistakes that the facts show. */
export function findMisuses({ regions, containerLimitBytes = Infinity, hearsSignals }: UseFacts): Misuse[] {
  const gets = regions.reduce((sum, region) => sum + region.gets, 0);
  const unheard: Misuse[] = hearsSignals === false ? [NO_SHUTDOWN_HOOKS] : [];
  return [
    ...unheard,
    ...regions.flatMap((use) => [
      ...((use.maxBytes ?? 0) > containerLimitBytes ? [tooManyBytes(use, containerLimitBytes)] : []),
      ...(use.retention !== 'strong' && use.hasPrimitives ? [primitives(use)] : []),
      ...(gets >= GETS_THAT_COUNT && use.isDeclared && use.gets + use.insertions === 0 ? [unused(use)] : []),
      ...(use.gets >= GETS_THAT_COUNT && use.answered < NEAR_ZERO * use.gets ? [useless(use)] : []),
    ]),
  ];
}

const NO_SHUTDOWN_HOOKS: Misuse = {
  code: 'NO_SHUTDOWN_HOOKS',
  text: 'nobody listens to SIGTERM or SIGINT, so these end the process without disposing of instances or writing to tiers',
  remedy: 'call app.enableShutdownHooks() in main.ts',
};

function tooManyBytes({ region, maxBytes = 0 }: RegionUse, limitBytes: number): Misuse {
  return {
    code: `MAX_BYTES_ABOVE_LIMIT ${region}`,
    text: `region '${region}' may hold ${megabytes(maxBytes)}, and all the process may use is ${megabytes(limitBytes)}`,
    remedy: 'lower its maxBytes, or leave it out: the governor finds the room there is',
  };
}

function primitives({ region, retention }: RegionUse): Misuse {
  return {
    code: `PRIMITIVES_HELD_WEAKLY ${region}`,
    text: `region '${region}' is '${retention}' and holds primitives, which no WeakRef can hold: they stay until a bound or a lifetime ends them`,
    remedy: "give it retention 'strong', or cache objects",
  };
}

function unused({ region }: RegionUse): Misuse {
  return {
    code: `UNUSED_REGION ${region}`,
    text: `region '${region}' is declared and was never used, while the others answered thousands of look-ups`,
    remedy: `inject it by @InjectCache('${region}'), or remove its declaration`,
  };
}

function useless({ region, gets, answered }: RegionUse): Misuse {
  return {
    code: `HARDLY_A_HIT ${region}`,
    text: `region '${region}' answered ${answered} of ${gets} look-ups`,
    remedy: 'look at its keys (are they ever the same?), its lifetime and its bounds, or do without it',
  };
}
