import { endpoint } from './endpoints.js';

/** Milliseconds until a stream is opened anew that the browser has given up. */
const PAUSE_MS = 3_000;

/**
 * Listens to the stream of events for as long as the page is open: `hearing` has a function for each type of event, `tell` is told how the
 * connection is. A browser tries again by itself where a stream breaks, but not where it is refused, as it is by a proxy while the
 * application starts anew.
 */
export function listen(hearing, tell) {
  const stream = new EventSource(endpoint('events'));
  for (const [type, hear] of Object.entries(hearing)) {
    stream.addEventListener(type, ({ data }) => hear(JSON.parse(data)));
  }
  stream.addEventListener('open', () => tell(''));
  stream.addEventListener('error', () => {
    const isRefused = stream.readyState === EventSource.CLOSED;
    tell(`Connection ${isRefused ? 'refused' : 'lost'}; trying again`);
    if (isRefused) setTimeout(() => listen(hearing, tell), PAUSE_MS);
  });
}
