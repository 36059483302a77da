import { regionActions } from './actions.js';
import { bytes, duration, number, percent } from './format.js';

const body = document.getElementById('regions');
const rows = new Map();

/** Shows a row for each region, and keeps it where it is, so that a focused button stays focused. */
export function showRegions({ regions, allows, memory }) {
  for (const [name, row] of rows) {
    if (!Object.hasOwn(regions, name)) {
      row.remove();
      rows.delete(name);
    }
  }
  for (const stats of Object.values(regions)) {
    const row = rows.get(stats.region) ?? newRow(stats.region, allows);
    update(row, stats, memory.budget.shares[stats.region]);
  }
}

function newRow(region, allows) {
  const row = body.insertRow();
  row.dataset.region = region;
  const heading = document.createElement('th');
  heading.scope = 'row';
  heading.textContent = region;
  row.append(heading);
  for (const cell of ['entries', 'weight', 'use', 'hits', 'saved', 'load', 'evictions', 'leased', 'share', 'actions']) {
    row.insertCell().dataset.cell = cell;
  }
  const meter = document.createElement('meter');
  meter.max = 1;
  meter.setAttribute('aria-label', `Share of the bound of ${region} in use`);
  cellOf(row, 'use').append(meter, ' ', document.createElement('span'));
  if (allows.writes) cellOf(row, 'actions').append(...regionActions(region).flatMap((each) => [each, ' ']));
  rows.set(region, row);
  return row;
}

function update(row, stats, share) {
  cellOf(row, 'entries').textContent = number(stats.entries);
  cellOf(row, 'weight').textContent = bytes(stats.weight);
  cellOf(row, 'use').querySelector('meter').value = stats.utilisation;
  cellOf(row, 'use').querySelector('span').textContent = percent(stats.utilisation);
  cellOf(row, 'hits').textContent = stats.gets === 0 ? '–' : percent(stats.hitRate);
  cellOf(row, 'saved').textContent = duration(stats.timeSavedMs);
  cellOf(row, 'load').textContent = stats.loads === 0 ? '–' : duration(stats.loadTimeP95Ms);
  const { size, expired, collected, pressure } = stats.removals;
  const evictions = cellOf(row, 'evictions');
  evictions.textContent = number(stats.evictions);
  evictions.title = `size ${size}, expired ${expired}, collected ${collected}, pressure ${pressure}`;
  const leased = cellOf(row, 'leased');
  leased.textContent =
    stats.doomed === 0 ? number(stats.leased) : `${number(stats.leased)}, ${number(stats.doomed)} leaving`;
  leased.title = `${stats.leases} leases; ${stats.doomed} instances (${bytes(stats.doomedWeight)}) left and are not disposed yet`;
  cellOf(row, 'share').textContent = share === undefined ? '–' : bytes(share);
}

function cellOf(row, name) {
  return row.querySelector(`[data-cell=${name}]`);
}
