// What sensing costs: microseconds of a sample, of each source, and of what Node itself offers.
// node bench/sensing/cost.mjs
import { totalmem } from 'node:os';
import { performance } from 'node:perf_hooks';
import v8 from 'node:v8';
import { median } from '../support/statistics.mjs';
import { textTable } from '../support/text-table.mjs';
import { loadSensing } from './load-sensing.mjs';

const { senseProcess } = await loadSensing('sense-process');
const { heapSpacesProbe } = await loadSensing('heap-spaces-probe');
const { ControlGroupProbe } = await loadSensing('control-group-probe');
const { findGroupFolders } = await loadSensing('group-folders');
const { GroupMeter } = await loadSensing('group-meter');
const { nodeFiles } = await loadSensing('node-files');
const { auditProcess } = await loadSensing('audit-process');

const now = () => performance.now();
const groups = findGroupFolders(nodeFiles) ?? [];
const measured = groups.find(({ folders, version }) =>
  nodeFiles.readText(`${folders[0]}/${version === 1 ? 'memory.usage_in_bytes' : 'memory.current'}`),
);
const meter = measured && new GroupMeter({ version: measured.version, folder: measured.folders[0] }, nodeFiles, now);
const sensor = senseProcess();

const contestants = [
  ['a sample', () => sensor.sample()],
  ['bytes in use, as at a glance', () => sensor.inUseBytes()],
  ['heap and its spaces', () => heapSpacesProbe.read()],
  ...(meter
    ? [
        [`usage of a control group, version ${measured.version}`, () => meter.read(Infinity)],
        ['the same with memory.stat', () => meter.read(0)],
      ]
    : []),
  ['finding the control groups and their limits', findAnew],
  ['the audit', auditProcess],
  ['v8.getHeapStatistics()', () => v8.getHeapStatistics()],
  ['process.memoryUsage()', () => process.memoryUsage()],
  ['process.memoryUsage.rss()', () => process.memoryUsage.rss()],
  ['process.constrainedMemory()', () => process.constrainedMemory()],
  ['process.availableMemory()', () => process.availableMemory()],
];

function findAnew() {
  const probe = new ControlGroupProbe({ files: nodeFiles, now, machineBytes: totalmem() });
  probe.read();
  probe.close();
}

/** Microseconds of a call, each timed by itself: after a pause that lets caches go cold, and again and again. */
async function time(call) {
  const alone = [];
  for (let n = 0; n < 40; n++) {
    await new Promise((resolve) => setTimeout(resolve, 3));
    alone.push(timed(call));
  }
  return [median(alone), median(Array.from({ length: 1_000 }, () => timed(call)))];
}

function timed(call) {
  const startedAt = now();
  call();
  return (now() - startedAt) * 1_000;
}

const rows = [[`Node ${process.versions.node}`, 'alone, us', 'in a row, us']];
for (const [name, call] of contestants) {
  rows.push([name, ...(await time(call)).map((microseconds) => microseconds.toFixed(1))]);
}
console.log(textTable(rows));
sensor.close();
meter?.close();
