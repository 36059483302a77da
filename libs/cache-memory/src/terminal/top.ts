import { setTimeout } from 'node:timers/promises';
import type { ShownStatus } from './shown-status.js';
import type { TopArguments } from './read-arguments.js';
import { renderStatus } from './render-status.js';

/** Where `top` writes. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

const HOME_AND_CLEAR = '\u001B[H\u001B[2J';
const PATIENCE_MS = 10_000;

/** Shows the status of an application again and again, or once. Throws what keeps the first status from being shown; later it waits. */
export async function top({ url, intervalMs, once, json, headers }: TopArguments, terminal: Terminal): Promise<void> {
  const isScreen = terminal.isTTY === true && !json && !once;
  const screen = () => ({
    columns: terminal.columns ?? 100,
    rows: isScreen ? (terminal.rows ?? 40) : Infinity,
    hasColours: terminal.isTTY === true,
  });
  for (let looks = 0; ; looks++) {
    const text = await ask(url, headers).then(
      (status) => (json ? JSON.stringify(status) : renderStatus(status, screen())),
      (error: Error) => {
        if (looks === 0) throw error;
        return json ? '' : `${error.message}; trying again`;
      },
    );
    if (text !== '') terminal.write(`${isScreen ? HOME_AND_CLEAR : ''}${text}\n`);
    if (once) return;
    await setTimeout(intervalMs);
  }
}

async function ask(url: URL, headers: Readonly<Record<string, string>>): Promise<ShownStatus> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const answer = await fetch(url, { headers: { accept: 'application/json', ...headers }, signal }).catch(
    (error: Error) => {
      const { message } = (error.cause ?? error) as Error;
      throw new Error(`${url.href} does not answer: ${message}`, { cause: error });
    },
  );
  const status = (await answer.json().catch(() => undefined)) as ShownStatus & { message?: string };
  if (answer.ok && status?.regions && status.memory) return status;
  const found = answer.ok
    ? 'an answer without regions and memory'
    : `${answer.status} ${status?.message ?? answer.statusText}`;
  throw new Error(`${url.href}: expected the status of the management endpoints, found ${found}`);
}
