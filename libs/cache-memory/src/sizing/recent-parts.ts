import type { SharedParts } from './shared-parts.js';

/** Values after which those that were not met again are forgotten. */
const GENERATION = 64;

/** A part and the value that it was last charged to. */
interface Charge {
  readonly owner: number;
  /** Whether it was charged to another value before. */
  readonly isSecond: boolean;
}

/**
 * The parts of recently sized values: two generations of weak maps, so that nothing is kept alive and the maps stay small.
 */
export class RecentParts {
  private owners = new TwoGenerations<number>();
  private charges = new TwoGenerations<Charge>();
  private sized = 0;
  private lastOwner = 0;

  /** The view of one value about to be sized. */
  startingAt(value: object): SharedParts {
    if (++this.sized % GENERATION === 0) {
      this.owners.turn();
      this.charges.turn();
    }
    let owner: number | undefined;
    return {
      isShared: (part) => {
        owner ??= this.ownerNumber(value);
        return this.isSharedWith(owner, part);
      },
    };
  }

  private isSharedWith(owner: number, part: object): boolean {
    const charge = this.charges.get(part);
    if (charge === undefined) this.charges.set(part, { owner, isSecond: false });
    else if (charge.owner !== owner) {
      if (charge.isSecond) return true;
      this.charges.set(part, { owner, isSecond: true });
    }
    return false;
  }

  private ownerNumber(value: object): number {
    let owner = this.owners.get(value);
    if (owner === undefined) {
      owner = ++this.lastOwner;
      this.owners.set(value, owner);
    }
    return owner;
  }
}

/** A weak map that forgets what was not asked for during a whole generation. */
class TwoGenerations<V> {
  private young = new WeakMap<object, V>();
  private old = new WeakMap<object, V>();

  get(key: object): V | undefined {
    const known = this.young.get(key);
    if (known !== undefined) return known;
    const older = this.old.get(key);
    if (older !== undefined) this.young.set(key, older);
    return older;
  }

  set(key: object, value: V): void {
    this.young.set(key, value);
  }

  turn(): void {
    this.old = this.young;
    this.young = new WeakMap();
  }
}
