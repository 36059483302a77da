/** The bytes of a key's version: some small, some large, none like another's. */
export function contents(key, version) {
  const length = version % 11 === 0 ? 90_000 : 40 + (version % 300);
  const head = Buffer.from(`${key} ${version} `);
  return Buffer.concat([head, Buffer.alloc(length, head)]);
}

/** The version that bytes are of; throws where they are not what that key's version was. */
export function versionOf(key, bytes) {
  const [name, version] = Buffer.from(bytes).toString('latin1', 0, 60).split(' ');
  if (name !== key || Buffer.compare(contents(key, Number(version)), bytes) !== 0)
    throw new Error(`wrong bytes of ${key}`);
  return Number(version);
}
