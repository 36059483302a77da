import { createHash } from 'node:crypto';

/** A Lua script, and the digest by which a server knows it. */
export interface RedisScript {
  readonly text: string;
  readonly digest: string;
}

/** A script that the server keeps after its first run. */
export function redisScript(text: string): RedisScript {
  return { text, digest: createHash('sha1').update(text).digest('hex') };
}

/** Whatever sends a command with these arguments. */
export interface ScriptPort<A> {
  send(args: readonly (string | A)[]): Promise<unknown>;
}

/** Runs a script on the server, in one step that nobody sees a part of. */
export async function runScript<A = string>(
  port: ScriptPort<A>,
  { text, digest }: RedisScript,
  keys: readonly string[],
  args: readonly (string | A)[],
): Promise<unknown> {
  const rest = [String(keys.length), ...keys, ...args];
  try {
    return await port.send(['EVALSHA', digest, ...rest]);
  } catch (error) {
    if (!(error as Error).message.startsWith('NOSCRIPT')) throw error;
    return await port.send(['EVAL', text, ...rest]);
  }
}
