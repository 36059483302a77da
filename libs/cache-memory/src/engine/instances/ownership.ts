/** What was made for an instance alone, and lives and ends with it. */
export interface Ownership {
  /** The parts, in the order in which they are to be disposed after the instance. */
  parts(): readonly object[];
  /** Bytes that the instance holds together with its parts. */
  weight(): number;
}

const ownerships = new WeakMap<object, Ownership>();

/** Declares what an instance owns. */
export function setOwnership(instance: object, ownership: Ownership): void {
  ownerships.set(instance, ownership);
}

/** What a value was declared to own. */
export function ownershipOf(value: unknown): Ownership | undefined {
  return ownerships.get(value as object); // what is no object has none
}
