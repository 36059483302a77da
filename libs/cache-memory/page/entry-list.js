import { ask } from './endpoints.js';
import { bytes, duration, number } from './format.js';

const region = document.getElementById('entries-region');
const order = document.getElementById('entries-order');
const body = document.getElementById('entries');
const note = document.getElementById('entries-note');
const SHOWN = 12;
/** What was asked for last: an answer to anything before comes too late. */
let asked;

/** Offers the regions, and keeps the one that was chosen; at first it is the one with the most entries. */
export function offerRegions(regions) {
  const names = Object.keys(regions);
  if (names.join('\n') === [...region.options].map(({ value }) => value).join('\n')) return;
  const fullest = names.reduce((one, other) => (regions[other].entries > regions[one].entries ? other : one));
  const chosen = names.includes(region.value) ? region.value : fullest;
  region.replaceChildren(...names.map((name) => new Option(name, name)));
  region.value = chosen;
}

/** Shows the first entries of the chosen region. */
export async function showEntries() {
  if (region.value === '') return;
  const address = `${encodeURIComponent(region.value)}/entries?order=${order.value}&limit=${SHOWN}`;
  asked = address;
  try {
    const { entries, total } = await ask(address);
    if (asked !== address) return;
    body.replaceChildren(...entries.map(rowOf));
    note.textContent = total > entries.length ? `${entries.length} of ${number(total)} entries` : '';
  } catch (error) {
    if (asked !== address) return;
    note.textContent = `Entries cannot be shown: ${error.message}`;
  }
}

function rowOf(entry, index) {
  const row = document.createElement('tr');
  const key = row.insertCell();
  key.className = 'key';
  key.textContent = entry.key ?? `entry ${index + 1} (keys are not shown)`;
  const { accesses, costMs, weight, ageMs, idleMs } = entry;
  const texts = [number(accesses), duration(costMs), bytes(weight), duration(ageMs), duration(idleMs)];
  for (const text of [...texts, entry.protected ? 'yes' : 'no']) row.insertCell().textContent = text;
  return row;
}

region.addEventListener('change', () => void showEntries());
order.addEventListener('change', () => void showEntries());
