import { isThenable } from '../../engine/options/is-thenable.js';

/** An answer, or a promise of it, that is passed on once something else was done with it; an error is passed on at once. */
export function afterwards(answer: unknown, then: (answer: unknown) => void): unknown {
  if (!isThenable(answer)) {
    then(answer);
    return answer;
  }
  return answer.then((value) => {
    then(value);
    return value;
  });
}
