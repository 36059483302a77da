const identities = new WeakMap<object, number>();
let lastIdentity = 0;
const bits = new DataView(new ArrayBuffer(8));
/** Characters of a text that are read in full; of a longer one, that many at either end. */
const READ = 64;

/** A 32-bit hash of a key, equal for keys that a `Map` takes for equal: objects by identity, symbols by description. */
export function hashKey(key: unknown): number {
  switch (typeof key) {
    case 'number':
      return key === (key | 0) ? scramble(key) : hashDouble(key);
    case 'string':
      return hashText(key);
    case 'bigint':
      return hashText(key.toString(36));
    case 'boolean':
      return scramble(key ? 0x5bd1 : 0x1b87);
    case 'symbol':
      return hashText(key.description ?? '');
    default:
      return key === null || key === undefined ? 0x3f2a : scramble(identityOf(key));
  }
}

function hashDouble(key: number): number {
  bits.setFloat64(0, key);
  return scramble(bits.getInt32(0) ^ Math.imul(bits.getInt32(4), 0x9e3779b1));
}

function hashText(text: string): number {
  let hash = text.length;
  const head = Math.min(text.length, READ);
  for (let index = 0; index < head; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  for (let index = Math.max(head, text.length - READ); index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return scramble(hash);
}

function identityOf(key: object): number {
  let identity = identities.get(key);
  if (identity === undefined) {
    identity = ++lastIdentity;
    identities.set(key, identity);
  }
  return identity;
}

/** Spreads every bit over all others (Wellons' "lowbias32", 2018). */
function scramble(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return hash ^ (hash >>> 16);
}
