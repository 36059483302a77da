import type { RedisPort } from '../connection/redis-port.js';

/** Keys that one SCAN looks at. Small enough for other commands to pass between two of them. */
const STEP = 1_000;

/** The names that match, in batches as the server finds them; a name may come twice. */
export async function* scanKeys(port: RedisPort, match: string): AsyncGenerator<readonly string[]> {
  let cursor = '0';
  do {
    const [next, names] = (await port.send(['SCAN', cursor, 'MATCH', match, 'COUNT', String(STEP)])) as [
      string,
      string[],
    ];
    yield names;
    cursor = next;
  } while (cursor !== '0');
}

/** Unlinks what matches and passes the test, in batches; answers how many keys left. The server frees their memory behind it. */
export async function sweepKeys(
  port: RedisPort,
  match: string,
  isWanted: (name: string) => boolean = () => true,
): Promise<number> {
  let left = 0;
  for await (const names of scanKeys(port, match)) {
    const wanted = names.filter(isWanted);
    if (wanted.length > 0) left += Number(await port.send(['UNLINK', ...wanted]));
  }
  return left;
}
