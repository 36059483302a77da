/** Readings of two clocks one after the other lie apart by chance: the closest of some is taken. */
const READINGS = 9;
/** Two threads that tell of one process agree by far better; two processes with one number are further apart. */
const TOLERANCE_MS = 100;

/**
 * When this process was started, in milliseconds of the machine's steady clock. Every thread and every copy of the package comes to
 * the same, and another process with the same number, such as the one that ran in a container before, does not.
 */
export const PROCESS_START_MS: number = startOfProcess();

/** Whether what started then is this process. */
export function isThisProcess(startMs: number): boolean {
  return Math.abs(startMs - PROCESS_START_MS) <= TOLERANCE_MS;
}

function startOfProcess(): number {
  let [startMs, apartMs] = [0, Infinity];
  for (let reading = 0; reading < READINGS; reading++) {
    const before = nowMs();
    const startNow = before - process.uptime() * 1_000;
    const apart = nowMs() - before;
    if (apart < apartMs) [startMs, apartMs] = [startNow, apart];
  }
  return Math.max(0, Math.round(startMs));
}

function nowMs(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000;
}
