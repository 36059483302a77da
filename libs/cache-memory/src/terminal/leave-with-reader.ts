import type { EventEmitter } from 'node:events';

/** Leaves when whoever reads an output has left, as `head` does; any other error in writing is thrown. */
export function leaveWithReader(output: Pick<EventEmitter, 'on'>, leave: () => void): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    leave();
  });
}
