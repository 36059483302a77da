import diagnostics from 'node:diagnostics_channel';
import type { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';

/** How often a handler whose client has left is asked whether it has answered, in milliseconds. */
const ASK_MS = 1_000;

/** What may be found on a request of Express, of Fastify, or of Node itself. */
interface AnyRequest {
  readonly raw?: AnyRequest | undefined;
  readonly res?: ServerResponse | undefined;
  /** The stream of an HTTP/2 request. */
  readonly stream?: EventEmitter | undefined;
}

const responses = new WeakMap<object, ServerResponse>();
let isWatching = false;

/** Makes Node tell which response belongs to a request, as Fastify's requests do not; from now on and once for the process. */
export function watchResponses(): void {
  if (isWatching) return;
  isWatching = true;
  diagnostics.subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: object; response: ServerResponse };
    responses.set(request, response);
  });
}

/**
 * Calls back once when a request is over: when its response was sent, or, where the client left before, when the handler has
 * answered all the same, after `abandonedMs` at the latest. Answers whether the end of this request can be seen.
 */
export function onRequestEnd(request: unknown, abandonedMs: number, ended: () => void): boolean {
  if (typeof request !== 'object' || request === null) return false;
  const own: AnyRequest = request;
  const raw = own.raw ?? own;
  const response = own.res ?? raw.res ?? responses.get(raw);
  if (response) onResponseEnd(response, abandonedMs, ended);
  else if (typeof raw.stream?.once === 'function') raw.stream.once('close', ended);
  else return false;
  return true;
}

function onResponseEnd(response: ServerResponse, abandonedMs: number, ended: () => void): void {
  const closed = (): void => {
    if (response.writableEnded) ended();
    else askUntilAnswered(response, Math.ceil(abandonedMs / ASK_MS), ended);
  };
  if (response.closed) closed();
  else response.once('close', closed);
}

function askUntilAnswered(response: ServerResponse, asksLeft: number, ended: () => void): void {
  let left = asksLeft;
  const timer = setInterval(() => {
    if (!response.writableEnded && --left > 0) return;
    clearInterval(timer);
    ended();
  }, ASK_MS).unref();
}
