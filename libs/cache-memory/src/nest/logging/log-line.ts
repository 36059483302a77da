/** What a line says after its title. */
export type LogFields = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** One line for people and programs: a title, then `name=value` pairs; a text that is no plain word is quoted as in JSON. */
export function logLine(title: string, fields: LogFields): string {
  const pairs = Object.entries(fields).map(([name, value]) => `${name}=${textOf(value)}`);
  return `${title}: ${pairs.join(' ')}`;
}

function textOf(value: LogFields[string]): string {
  if (typeof value === 'number') return String(Math.round(value * 1_000) / 1_000);
  const text = typeof value === 'object' ? value.join(',') : (value ?? '-');
  return /^[\w.,:@/+-]+$/.test(text) ? text : JSON.stringify(text);
}
