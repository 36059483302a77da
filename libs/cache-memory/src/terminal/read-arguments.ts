import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface TopArguments {
  /** The address of the management endpoints. */
  readonly url: URL;
  readonly intervalMs: number;
  /** Whether to show one status and end. */
  readonly once: boolean;
  /** Whether to print the status as JSON. */
  readonly json: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** How the command is used. */
export const USAGE = `nestjs-cache-memory top <url> [--interval <seconds>] [--once] [--json] [--header '<name>: <value>']

Shows regions, hit rates and memory of a running application, as its management endpoints tell them.

  <url>        where they are, such as http://localhost:3000/cache-memory
  --interval   seconds between two looks; 2 unless said
  --once       one look, and then the end
  --json       the status as JSON, one a line
  --header     sent with each request, such as 'authorization: Bearer ...'; may be given several times`;

/** Reads the command line. Throws an error whose message says what is wrong. */
export function readArguments(words: readonly string[]): TopArguments {
  const { positionals, values } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      interval: { type: 'string', default: '2' },
      once: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      header: { type: 'string', multiple: true, default: [] },
    },
  });
  const [command, address, ...rest] = positionals;
  if (command !== 'top')
    throw new Error(`expected the command 'top', found ${command === undefined ? 'none' : `'${command}'`}`);
  if (address === undefined) throw new Error('expected the address of the management endpoints, found none');
  if (rest.length > 0) throw new Error(`expected one address, found '${rest[0]}' besides`);
  const seconds = Number(values.interval);
  if (!(seconds >= 0.1 && seconds <= 3_600)) {
    throw new Error(`--interval: expected seconds from 0.1 to 3600, found '${values.interval}'`);
  }
  return {
    url: readAddress(address),
    intervalMs: seconds * 1_000,
    once: values.once,
    json: values.json,
    headers: Object.fromEntries(values.header.map(readHeader)),
  };
}

function readAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new Error(`expected an address such as http://localhost:3000/cache-memory, found '${address}'`);
}

function readHeader(text: string): [string, string] {
  const colon = text.indexOf(':');
  if (colon < 1) throw new Error(`--header: expected '<name>: <value>', found '${text}'`);
  return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
}
