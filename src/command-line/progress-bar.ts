import type { PopulationStatus } from '../populations/population-run.js';

const WIDTH = 30;

/** How far a population is, as a line of text. */
export function progressBar(
  status: Pick<PopulationStatus, 'progress' | 'subjects' | 'rowsPerSecond' | 'etaMs'>,
): string {
  const { progress, subjects, rowsPerSecond, etaMs } = status;
  const done = Math.round(progress * WIDTH);
  const bar = '█'.repeat(done) + '░'.repeat(WIDTH - done);
  const rate = rowsPerSecond === null ? '' : `  ${rowsPerSecond.toLocaleString('en-GB')} rows/s`;
  const left = etaMs === null ? '' : `  ${duration(etaMs)} left`;
  return `${bar} ${String(Math.floor(progress * 100)).padStart(3)} %  ${subjects.toLocaleString('en-GB')} patients${rate}${left}`;
}

/** Milliseconds as a person says them. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return seconds < 90 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
