import type { TierCommand } from './tracked-connection.js';

/** How often a write is tried where its lock was touched meanwhile, by being kept. */
const ATTEMPTS = 5;

/** A connection whose commands all travel over one socket, or fail. */
export type Session = (command: TierCommand) => Promise<unknown>;

/**
 * Writes that take place only while a lock holds a token. The check and the write are one step by WATCH and EXEC, one pair at a time a
 * connection, and not a script, since a server tells a client of the changes that its own scripts made.
 */
export class FencedWrites {
  #last: Promise<unknown> = Promise.resolve();

  /** `openSession` answers the connection of now. */
  constructor(private readonly openSession: () => Session) {}

  /** Runs a command and deletes the lock, where that holds the token; answers whether it did. */
  write(lockName: string, token: string, command: TierCommand): Promise<boolean> {
    const written = this.#last.then(() => this.#write(lockName, token, command));
    this.#last = written.catch(() => {});
    return written;
  }

  async #write(lockName: string, token: string, command: TierCommand): Promise<boolean> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const send = this.openSession();
      const [, held] = await Promise.all([send(['WATCH', lockName]), send(['GET', lockName])]);
      if ((held as Buffer | null)?.toString() !== token) {
        await send(['UNWATCH']);
        return false;
      }
      const steps = [['MULTI'], command, ['DEL', lockName], ['EXEC']] as const;
      const replies = await Promise.all(steps.map((step) => send(step)));
      if (replies.at(-1) !== null) return true;
    }
    return false;
  }
}
