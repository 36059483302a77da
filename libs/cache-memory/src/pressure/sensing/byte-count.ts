/** The bytes that a file of one number tells, such as `memory.max`; `undefined` for `max`, and for anything else. */
export function byteCount(text: string | undefined): number | undefined {
  const digits = /^\s*(\d+)\s*$/.exec(text ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}
