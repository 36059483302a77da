// How near the estimate of `sizeOf` comes to the memory that a value takes.
// node --expose-gc bench/sizing/accuracy.mjs
import { loadSizing } from './load-sizing.mjs';
import { memoryPerCopy } from './memory-per-copy.mjs';
import { shapes } from './shapes.mjs';

if (typeof globalThis.gc !== 'function') {
  console.error(
    'This bench measures memory around forced collections. Run: node --expose-gc bench/sizing/accuracy.mjs',
  );
  process.exit(1);
}

const { sizeOf, createSizer } = await loadSizing();
const factors = { sizeOf: [], sizer: [] };

console.log(
  `Node ${process.versions.node}. Truth: growth of heap and external memory a copy, around forced collections.`,
);
console.log(
  'sizeOf: each copy for itself. sizer: createSizer(), which charges shared parts once. All in bytes a copy.\n',
);
console.log(row('shape', 'truth', 'sizeOf', 'factor', 'sizer', 'factor', ''));
for (const [name, build] of shapes) {
  const { bytes, kept } = await memoryPerCopy(build);
  const copies = kept.slice(-100);
  const sizer = createSizer();
  const alone = mean(copies.map((copy) => sizeOf(copy)));
  const together = mean(copies.map((copy) => sizer.sizeOf(copy)).slice(-50));
  factors.sizeOf.push(factorOf(alone, bytes));
  factors.sizer.push(factorOf(together, bytes));
  const cells = [bytes.toFixed(0), alone.toFixed(0), factorOf(alone, bytes).toFixed(2)];
  console.log(
    row(name, ...cells, together.toFixed(0), factorOf(together, bytes).toFixed(2), mark(factorOf(alone, bytes))),
  );
}

console.log();
for (const [way, found] of Object.entries(factors)) {
  const within = (limit) => found.filter((factor) => factor <= limit).length;
  const median = found.toSorted((a, b) => a - b)[found.length >> 1];
  const counts = `within 25 %: ${within(1.25)} of ${found.length}; within 15 %: ${within(1.15)} of ${found.length}`;
  console.log(`${way}: median factor of error ${median.toFixed(3)}; ${counts}`);
}

function mean(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function factorOf(estimate, truth) {
  return Math.max(estimate / truth, truth / estimate);
}

function row(shape, truth, alone, factor, together, factorTogether, note) {
  const numbers = [truth, alone, factor, together, factorTogether].map((cell) => cell.padStart(9)).join('');
  return `${shape.padEnd(38)}${numbers}  ${note}`.trimEnd();
}

function mark(factor) {
  if (factor <= 1.15) return '';
  return factor <= 1.25 ? 'over 15 %' : 'over 25 %';
}
