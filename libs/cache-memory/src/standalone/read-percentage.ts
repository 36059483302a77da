const PERCENTAGE = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/;

/** The share that a text such as `'25%'` means, 0.25; `undefined` where it is no percentage. Any size is read, also above 100 %. */
export function readPercentage(value: unknown): number | undefined {
  const percent = typeof value === 'string' ? PERCENTAGE.exec(value)?.[1] : undefined;
  return percent === undefined ? undefined : Number(percent) / 100;
}
