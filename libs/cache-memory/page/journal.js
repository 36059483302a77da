import { bytes, duration, number } from './format.js';

const list = document.getElementById('journal');
const note = document.getElementById('journal-note');
const LONGEST = 30;

const STEPS = {
  expire: 'expired or collected entries left',
  shed: 'came down to its share of the budget',
  trim: 'gave a part under pressure',
  drop: 'gave all that may be evicted',
  reclaim: 'gave memory back',
  collect: 'garbage was collected',
  empty: 'gave its protected entries',
  rebuild: 'got its protected entries back',
};

/** Notes a change of the pressure level. */
export function noteLevel({ checkedAt, previousLevel, level }) {
  add(checkedAt, `Memory pressure: ${previousLevel} to ${level}`, level);
}

/** Notes what was given back. */
export function noteRelief({ checkedAt, steps }) {
  for (const { step, of, entries, bytes: size, ms } of steps) {
    add(checkedAt, `${of}: ${STEPS[step] ?? step} (${number(entries)} entries, ${bytes(size)}, ${duration(ms)})`);
  }
}

/** Notes an alert that no change of the level tells. */
export function noteAlert({ at, kind, message, report }) {
  if (kind !== report.level) add(at, message, 'critical');
}

function add(atMs, text, level = '') {
  const item = document.createElement('li');
  const time = document.createElement('time');
  time.dateTime = new Date(atMs).toISOString();
  time.textContent = new Date(atMs).toLocaleTimeString();
  item.dataset.level = level;
  item.append(time, ' ', text);
  list.prepend(item);
  while (list.children.length > LONGEST) list.lastElementChild.remove();
  note.hidden = true;
}
