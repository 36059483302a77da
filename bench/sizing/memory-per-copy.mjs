// Bytes that one copy of a value takes: growth of heap and external memory around forced collections.

const settle = async () => {
  for (let round = 0; round < 3; round++) {
    globalThis.gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
};

const used = () => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

export async function memoryPerCopy(build, targetBytes = 12e6) {
  for (let i = 0; i < 200; i++) build(i);
  const pilot = await grow(build, 200);
  const copies = Math.min(100_000, Math.max(200, Math.round(targetBytes / Math.max(pilot.bytes, 16))));
  return grow(build, copies);
}

async function grow(build, copies) {
  const kept = Array.from({ length: copies }, () => undefined);
  await settle();
  const before = used();
  for (let i = 0; i < copies; i++) kept[i] = build(i);
  await settle();
  return { bytes: (used() - before) / copies, kept };
}
