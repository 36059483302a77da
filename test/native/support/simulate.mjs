/** Asks the reference application for simulations, one after the other, most of them asked for before; answers what ends that. */
export function simulateLoad(url, pauseMs = 30) {
  const drugs = ['theophylline', 'vancomycin', 'gentamicin'];
  const ending = new AbortController();
  const work = (async () => {
    for (let asked = 1; !ending.signal.aborted; asked++) {
      const seed = asked % 5 === 0 ? asked : asked % 3;
      const body = JSON.stringify({ drug: drugs[asked % drugs.length], patients: 20, hours: 24, seed });
      const answer = await fetch(`${url}/simulations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      await answer.text();
      await fetch(`${url}/drugs/${drugs[asked % drugs.length]}`).then((each) => each.text());
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  })();
  return {
    stop: async () => {
      ending.abort();
      await work;
    },
  };
}
