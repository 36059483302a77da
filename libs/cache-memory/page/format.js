const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** Bytes in words: `12.3 MB`. */
export function bytes(value) {
  const power = value < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(value) / 10));
  const amount = value / 1024 ** power;
  return `${amount.toFixed(power === 0 || amount >= 100 ? 0 : 1)} ${UNITS[power]}`;
}

/** A share in words: `97.3 %`. */
export function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}

/** Milliseconds in words: `3.4 ms`, `12 s`, `5 min`, `2.5 h`, `3 d`. */
export function duration(ms) {
  if (ms === undefined || ms === null) return '–';
  if (ms < 1_000) return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  if (ms < 120_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 172_800_000 ? `${(ms / 3_600_000).toFixed(1)} h` : `${Math.round(ms / 86_400_000)} d`;
}

const whole = new Intl.NumberFormat('en');

/** A number with its thousands apart. */
export function number(value) {
  return value === undefined ? '–' : whole.format(Math.round(value));
}
