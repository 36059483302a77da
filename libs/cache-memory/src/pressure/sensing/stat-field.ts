/** The number of a field in a file of `name number` lines, such as `memory.stat`; `undefined` where it is not there. */
export function statField(text: string, name: string): number | undefined {
  const line = `\n${text}`.indexOf(`\n${name} `);
  if (line < 0) return undefined;
  const digits = /^\d+/.exec(text.slice(line + name.length + 1, line + name.length + 22))?.[0];
  return digits === undefined ? undefined : Number(digits);
}
