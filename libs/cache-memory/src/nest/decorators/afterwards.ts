/** Whether a value is a promise, or like one. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
}

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
