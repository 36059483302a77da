import { startTimer } from '../engine/time/start-timer.js';

/** What a promise comes to, or a rejection with what `overdue` answers once the time is up. */
export async function withinTime<T>(promise: Promise<T>, timeoutMs: number, overdue: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = startTimer(() => reject(overdue()), timeoutMs);
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
