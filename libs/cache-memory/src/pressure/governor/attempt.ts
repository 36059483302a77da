import type { GovernorFailure } from './governor-parts.js';

/** Does what may fail and must stop nothing else; where it throws, that is added to `failures`, and `otherwise` is the answer. */
export function attempt<T>(
  act: () => T,
  otherwise: T,
  failures: GovernorFailure[],
  kind: GovernorFailure['kind'],
  of: string,
): T {
  try {
    return act();
  } catch (error) {
    failures.push({ kind, of, error });
    return otherwise;
  }
}
