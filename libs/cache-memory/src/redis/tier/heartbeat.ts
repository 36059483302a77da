/** How many beats may go unanswered. Beats are counted, so that a stall of this process is no hang of the server. */
const BEATS_MISSED = 3;
/** A ping waits behind what was sent before it, which goes at least so fast. */
const SLOWEST_BYTES_PER_MS = 1_000;

/** What a heart beats for. */
export interface Heartbeat {
  readonly hangTimeoutMs: number;
  readonly ping: () => Promise<unknown>;
  /** How much was sent that the server has not answered yet. */
  readonly unansweredBytes: () => number;
  /** Called once pings stay without an answer, or fail; possibly more than once. */
  readonly hung: () => void;
}

/** Pings a server at each beat, one ping at a time, until the timer is cleared. */
export function startHeartbeat({ hangTimeoutMs, ping, unansweredBytes, hung }: Heartbeat): NodeJS.Timeout {
  const everyMs = hangTimeoutMs / (BEATS_MISSED + 1);
  let isWaiting = false;
  let left = 0;
  const answered = (): void => {
    isWaiting = false;
  };
  const beat = (): void => {
    if (isWaiting) {
      if (--left <= 0) hung();
      return;
    }
    left = BEATS_MISSED + Math.ceil(unansweredBytes() / SLOWEST_BYTES_PER_MS / everyMs);
    isWaiting = true;
    ping().then(answered, hung);
  };
  return setInterval(beat, everyMs).unref();
}
