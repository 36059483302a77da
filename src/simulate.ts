import 'reflect-metadata';
import { setTimeout as wait } from 'node:timers/promises';
import { type INestApplicationContext, HttpException } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { duration, progressBar } from './command-line/progress-bar.js';
import { type SimulateArguments, simulateArguments, USAGE } from './command-line/simulate-arguments.js';
import type { PopulationStatus } from './populations/population-run.js';

const LOOK_MS = 250;

async function simulate(asked: SimulateArguments): Promise<void> {
  if (asked.directory !== undefined) process.env['RESULTS_DIRECTORY'] = asked.directory;
  const [{ AppModule }, { PopulationsService }, { DrugsService }, { parseKeptRequest }] = await Promise.all([
    import('./app.module.js'),
    import('./populations/populations.service.js'),
    import('./drugs/drugs.service.js'),
    import('./populations/kept-request.js'),
  ]);
  const app = await NestFactory.createApplicationContext(AppModule, { logger: ['warn', 'error'], abortOnError: false });
  try {
    const populations = app.get(PopulationsService, { strict: false });
    const drug = asked.drug ?? (await drugOf(asked.model!, app.get(DrugsService, { strict: false })));
    const { subjects: patients, hours, step, seed } = asked;
    const startedMs = performance.now();
    const { id } =
      asked.resume === undefined
        ? await populations.start(parseKeptRequest({ drug, patients, hours, step, seed }))
        : await populations.resume(asked.resume);
    process.once('SIGINT', () => void populations.cancel(id).catch(() => undefined));
    const end = await watch(app, id);
    tell(end, performance.now() - startedMs, asked.json);
  } finally {
    await app.close();
  }
}

/** The first drug of the table whose model has that name, or a name that begins with it. */
async function drugOf(model: string, drugs: { all(): Promise<{ name: string; model: string }[]> }): Promise<string> {
  const all = await drugs.all();
  const found = all.find((drug) => drug.model === model) ?? all.find((drug) => drug.model.startsWith(`${model}-`));
  if (found) return found.name;
  const known = [...new Set(all.map((drug) => drug.model))].join(', ');
  throw new RangeError(`--model: expected one of ${known}, or the beginning of one; found '${model}'`);
}

/** Shows how far it is until it ends: as one line that changes where a person looks on, else at every tenth. */
async function watch(app: INestApplicationContext, id: string): Promise<PopulationStatus | undefined> {
  const { PopulationsService } = await import('./populations/populations.service.js');
  const populations = app.get(PopulationsService, { strict: false });
  const { stderr } = process;
  const state = { isOver: false, tenth: -1 };
  const over = populations.ended(id).then(() => (state.isOver = true));
  while (!state.isOver) {
    const status = await populations.status(id).catch(() => undefined);
    if (status) show(status);
    await Promise.race([over, wait(LOOK_MS)]);
  }
  const end = await populations.status(id).catch(() => undefined);
  if (end) show(end);
  if (stderr.isTTY) stderr.write('\n');
  return end;

  function show(status: PopulationStatus): void {
    const tenth = Math.floor(status.progress * 10);
    if (stderr.isTTY) stderr.write(`\r${progressBar(status)}\u001B[K`);
    else if (tenth !== state.tenth) stderr.write(`${progressBar(status)}\n`);
    state.tenth = tenth;
  }
}

function tell(end: PopulationStatus | undefined, tookMs: number, asJson: boolean): void {
  const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
  if (asJson) console.log(JSON.stringify({ ...end, tookMs: Math.round(tookMs), peakRssMb }));
  else if (end?.status === 'complete') {
    const megabytes = (end.bytes / 2 ** 20).toFixed(1);
    console.log(
      `${end.subjects} patients, ${end.rows} rows in ${duration(tookMs)}; ${megabytes} MB ${end.kind === 'memory' ? 'in memory, gone with this process' : 'on disk'}; peak RSS ${peakRssMb} MB\n${end.id}`,
    );
  } else if (end)
    console.log(`stopped after ${end.subjects} patients; go on with: npm run simulate -- --resume ${end.id}`);
  else console.log('stopped; nothing was kept');
  if (end?.error) console.error(end.error);
  if (end?.status !== 'complete') process.exitCode = 1;
}

try {
  await simulate(simulateArguments(process.argv.slice(2)));
} catch (error) {
  const { message } = error as Error;
  console.error(error instanceof HttpException || error instanceof RangeError ? message : `${message}\n\n${USAGE}`);
  process.exit(2);
}
