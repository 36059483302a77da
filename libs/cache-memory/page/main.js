import { memoryActions } from './actions.js';
import { Chart } from './chart.js';
import { offerRegions, showEntries } from './entry-list.js';
import { bytes, duration, number, percent } from './format.js';
import { noteAlert, noteLevel, noteRelief } from './journal.js';
import { listen } from './listen.js';
import { evictionRates, hitRates } from './rates.js';
import { showRegions } from './region-table.js';

const at = (id) => document.getElementById(id);
const colour = (level) => getComputedStyle(document.documentElement).getPropertyValue(`--${level}`).trim();
const atLeastOne = (_low, high) => [0, Math.max(1, high ?? 1)];

const powersOfTwo = Array.from({ length: 45 }, (_, power) => 2 ** power);
const memory = new Chart(at('memory-chart'), bytes, (_low, high) => [0, (high ?? 1) * 1.05], powersOfTwo);
const hits = new Chart(at('hits-chart'), percent, () => [0, 1]);
const evictions = new Chart(at('evictions-chart'), (value) => value.toFixed(value < 10 ? 1 : 0), atLeastOne);
const LEVELS = ['warning', 'eviction', 'critical'];

let before;
let actionsShown;

function showMemory({ takenAt, memory: report }) {
  const { level, usedBytes, limitBytes, usage, source, thresholds, peakUsage, checks, warnings, budget } = report;
  const badge = at('level');
  if (badge.dataset.level !== level) badge.textContent = level;
  badge.dataset.level = level;
  at('memory-text').textContent =
    `${bytes(usedBytes)} of ${bytes(limitBytes)} (${source}), ${percent(usage)}; peak ${percent(peakUsage)}; ` +
    `caches hold ${bytes(budget.heldBytes)} of the ${bytes(budget.bytes)} that they may; ` +
    `${number(checks)} checks, ${number(warnings)} with pressure`;
  const marks = LEVELS.map((name) => ({ value: thresholds[name] * limitBytes, colour: colour(name) }));
  const values = new Map([
    ['used', usedBytes],
    ['limit', limitBytes],
    ['held by caches', budget.heldBytes],
  ]);
  memory.show(takenAt, values, marks);
}

function showTotals({ total }) {
  const facts = {
    'Hit rate': total.gets === 0 ? '–' : percent(total.hitRate),
    'Time saved': duration(total.timeSavedMs),
    Entries: number(total.entries),
    Weight: bytes(total.weight),
    'Look-ups': number(total.gets),
    'Load time p95': total.loads === 0 ? '–' : duration(total.loadTimeP95Ms),
    Evictions: number(total.evictions),
    'Stale served': number(total.staleServes + total.graceServes),
    'Load failures': number(total.loadFailures + total.negativeHits),
    Leases:
      total.overdueLeases === 0
        ? number(total.leases)
        : `${number(total.leases)} (${number(total.overdueLeases)} overdue)`,
    'Disposal failures': number(total.disposalFailures),
  };
  const list = at('totals');
  list.replaceChildren(
    ...Object.entries(facts).map(([name, value]) => {
      const pair = document.createElement('div');
      const [term, detail] = [document.createElement('dt'), document.createElement('dd')];
      term.textContent = name;
      detail.textContent = value;
      pair.append(term, detail);
      return pair;
    }),
  );
}

function showRates(status) {
  const { takenAt } = status;
  hits.show(takenAt, hitRates(status, before));
  evictions.show(takenAt, evictionRates(status, before));
}

function show(status) {
  const allowed = JSON.stringify(status.allows);
  if (actionsShown !== allowed) at('memory-actions').replaceChildren(...memoryActions(status.allows));
  actionsShown = allowed;
  showMemory(status);
  showTotals(status);
  showRates(status);
  showRegions(status);
  offerRegions(status.regions);
  before = status;
}

const hearing = { status: show, pressure: noteLevel, relief: noteRelief, alert: noteAlert };
listen(hearing, (connection) => (at('connection').textContent = connection));

const everyFiveSeconds = 5_000;
setTimeout(() => void showEntries(), 500);
setInterval(() => void showEntries(), everyFiveSeconds);
