/** The longest that a timer can wait, about 24.8 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What a promise comes to, or a rejection with what `overdue` answers once the time is up. */
export async function withinTime<T>(promise: Promise<T>, timeoutMs: number, overdue: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(overdue()), Math.min(timeoutMs, LONGEST_TIMER_MS));
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
