import { describeValue } from './describe-value.js';

/** Why something failed, in words: an error's message, or what else was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : describeValue(error);
}
