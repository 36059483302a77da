const MB = 2 ** 20;
/** Means are taken from the second half of a run, when even small values have met the limit. */
const SETTLED = 0.5;

/**
 * What is told of a run: its fate, and bytes as shares of the limits. The curve is, in megabytes but for its first column,
 * [requests, live, believed, the process's own memory, the application's].
 */
export function summarise({ oldMegabytes, containerMegabytes, requestCount }, end, notes) {
  const oldBytes = oldMegabytes * MB;
  const containerBytes = containerMegabytes && containerMegabytes * MB;
  const last = notes.at(-1) ?? { done: 0, hits: 0, ms: 0 };
  const collections = notes.filter(({ live }) => live !== undefined);
  const settled = collections.filter(({ done }) => done >= SETTLED * requestCount);
  const lastLive = collections.at(-1)?.live;
  return {
    fate: end.fate,
    seconds: round(end.seconds),
    cpuSeconds: round(end.cpuSeconds),
    requests: last.done,
    hitRate: last.done ? round(last.hits / last.done, 4) : 0,
    residentMegabytes: round(end.residentBytes / MB),
    ...(containerBytes && {
      containerPeakShare: round((end.containerPeakBytes ?? end.residentBytes) / containerBytes, 3),
      workingSetPeakShare: round((end.workingSetBytes ?? end.residentBytes) / containerBytes, 3),
    }),
    believedMegabytes: round((last.believed ?? 0) / MB),
    applicationMegabytes: round((last.application ?? 0) / MB),
    liveMegabytes: lastLive && round(lastLive / MB),
    meanLiveShare: meanOver(settled, ({ live }) => live / oldBytes),
    meanOwnShare: containerBytes && meanOver(settled, ({ own }) => own / containerBytes),
    collections: collections.length,
    entries: last.entries,
    ...(end.lastWords && { signal: end.signal, lastWords: end.lastWords }),
    curve: thinned(notes).map(({ done, live, believed, own, application }) =>
      [done, live, believed, own, application].map((each, index) => (index ? each && round(each / MB) : each)),
    ),
  };
}

/** The mean of what collections found, each holding until the next by requests; `undefined` where there were none. */
function meanOver(notes, valueOf) {
  if (notes.length < 2) return undefined;
  let sum = 0;
  let weight = 0;
  notes.slice(0, -1).forEach((note, index) => {
    const span = notes[index + 1].done - note.done;
    sum += span * valueOf(note);
    weight += span;
  });
  return weight ? round(sum / weight, 3) : undefined;
}

/** At most some 200 notes, the last one among them. */
function thinned(notes) {
  const step = Math.ceil(notes.length / 200);
  return notes.filter((_, index) => index % step === 0 || index === notes.length - 1);
}

function round(number, digits = 1) {
  return Number(number.toFixed(digits));
}
