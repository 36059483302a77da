/** Gives the event loop so many turns that Jest has failed the test for a rejection that nobody handled. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
