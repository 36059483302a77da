/** Collects all garbage that nothing holds any more: the turn of the event loop ends what `WeakRef.deref` keeps alive. */
export async function collect(): Promise<void> {
  if (!globalThis.gc) throw new Error('run with node --expose-gc');
  await new Promise((resolve) => setImmediate(resolve));
  globalThis.gc();
  await new Promise((resolve) => setImmediate(resolve));
}
