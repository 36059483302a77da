import { isThenable } from '../options/is-thenable.js';

/** Tells a listener; `failed` hears what it throws, or rejects with, which would else end the process. */
export function tellListener<E>(listener: (event: E) => unknown, event: E, failed: (error: unknown) => void): void {
  try {
    const answer = listener(event);
    if (isThenable(answer)) answer.then(undefined, failed);
  } catch (error) {
    failed(error);
  }
}
