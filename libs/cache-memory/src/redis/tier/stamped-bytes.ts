/** How often what an entry belongs to had been cleared when it was written: `a` for everything, then each of its tags. */
export type Stamp = Readonly<Record<string, string>>;

const HEAD_BYTES = 4;

/** Bytes with a stamp before them. */
export function stampBytes(stamp: Stamp, bytes: Uint8Array): Buffer {
  const header = Buffer.from(JSON.stringify(stamp));
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(header.length);
  return Buffer.concat([head, header, bytes]);
}

/** The stamp and the bytes behind it; `undefined` for what is none. */
export function readStamped(stamped: Buffer): { stamp: Stamp; bytes: Buffer } | undefined {
  if (stamped.length < HEAD_BYTES) return undefined;
  const end = HEAD_BYTES + stamped.readUInt32BE(0);
  try {
    const stamp = JSON.parse(stamped.toString('utf8', HEAD_BYTES, end)) as Stamp;
    return { stamp, bytes: stamped.subarray(end) };
  } catch {
    return undefined;
  }
}
