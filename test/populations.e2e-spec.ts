import 'reflect-metadata';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ResultStore } from 'nestjs-result-store';
import request, { type Response } from 'supertest';
import { AppModule } from '../src/app.module.js';
import type { PopulationStatus } from '../src/populations/population-run.js';
import { PopulationsService } from '../src/populations/populations.service.js';

const directory = mkdtempSync(join(tmpdir(), 'populations-'));

async function givenApplication(): Promise<INestApplication> {
  const store = new ResultStore({ directory, worker: false }); // from its sources, it has no script for a thread
  const module = await Test.createTestingModule({ imports: [AppModule] }).overrideProvider(ResultStore).useValue(store).compile(); // prettier-ignore
  const app = module.createNestApplication({ logger: ['error'] });
  await app.listen(0, '127.0.0.1');
  return app;
}

describe('the populations of the reference application', () => {
  let app: INestApplication;
  const http = () => request(app.getHttpServer() as Parameters<typeof request>[0]);
  const keep = async (body: object): Promise<PopulationStatus> =>
    (
      await http()
        .post('/simulations')
        .send({ drug: 'vancomycin', keep: true, hours: 11, step: 1, ...body })
        .expect(202)
    ).body as PopulationStatus;
  const ended = async (id: string): Promise<PopulationStatus> => {
    await app.get(PopulationsService, { strict: false }).ended(id);
    return (await http().get(`/simulations/${id}`).expect(200)).body as PopulationStatus;
  };
  const stopped = async (id: string, when: (status: PopulationStatus) => boolean): Promise<void> => {
    const populations = app.get(PopulationsService, { strict: false });
    for (let status = await populations.status(id); !when(status); status = await populations.status(id)) {
      if (status.status !== 'running') throw new Error(`it is ${status.status}: ${status.error}`);
      await setImmediate();
    }
  };

  beforeAll(async () => {
    app = await givenApplication();
  });
  afterAll(async () => {
    await app.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('streams a small one into memory and a large one to disk, and answers both alike', async () => {
    for (const [patients, kind] of [
      [50, 'memory'],
      [1_200, 'parquet'],
    ] as const) {
      const begun = await keep({ patients, seed: 3 });
      expect(begun).toMatchObject({ status: 'running', patients, seed: 3, model: 'two-compartment-infusion' });
      const end = await ended(begun.id);
      expect(end).toMatchObject({ status: 'complete', progress: 1, kind, subjects: patients, rows: patients * 12 });

      const { body: summary } = await http().get(`/simulations/${begun.id}/summary`).expect(200);
      expect(summary).toMatchObject({ subjects: patients, rows: patients * 12 });
      expect(summary.columns.concentration.count).toBe(patients * 12);
      expect(summary.concentrations.map(({ time }: { time: number }) => time)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]); // prettier-ignore
      expect(summary.concentrations[1].p5).toBeLessThan(summary.concentrations[1].p95);

      const { body: one } = await http().get(`/simulations/${begun.id}/subjects/42`).expect(200);
      expect(one.rows).toHaveLength(12);
      expect(one.rows[3]).toMatchObject({ patient: 42, visit: 3, time: 3, concentration: expect.any(Number) });

      const plot = await http().get(`/simulations/${begun.id}/plot.svg`).expect(200).expect('content-type', /svg/u);
      expect(String(plot.body)).toContain(`two-compartment-infusion, ${patients} patients`);
    }
  });

  it('gives the numbers that the direct answer summarises', async () => {
    const body = { drug: 'digoxin', patients: 300, hours: 5, step: 1, seed: 11 };
    const direct = await http().post('/simulations').send(body).expect(200);
    const { id } = await keep(body);
    await ended(id);
    const { body: summary } = await http().get(`/simulations/${id}/summary`).expect(200);
    for (const [index, p50] of (direct.body.percentiles.p50 as number[]).entries()) {
      const kept = summary.concentrations[index].p50 as number;
      expect(Math.abs(kept - p50)).toBeLessThanOrEqual(0.02 * p50 + 1e-12);
    }
  });

  it('streams rows as lines, those and the columns that are asked for', async () => {
    const { id } = await keep({ patients: 1_100 });
    await ended(id);
    const query = { columns: 'patient,time', patientFrom: 1_000, patientTo: 1_001, timeTo: 2 };
    const { text } = await http().get(`/simulations/${id}/rows`).query(query).buffer(true).parse(asText).expect(200).expect('content-type', 'application/x-ndjson').then(({ body }) => ({ text: body as string })); // prettier-ignore
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toEqual([0, 1, 2].flatMap((time) => [1_000, 1_001].map((patient) => ({ patient, time }))).toSorted((one, other) => one.patient - other.patient)); // prettier-ignore
    await http().get(`/simulations/${id}/rows`).query({ columns: 'levle' }).expect(400);
    await http().get(`/simulations/${id}/rows`).query({ patientFrom: 'x' }).expect(400);
    await http().get(`/simulations/${id}/rows`).query({ limit: 5 }).expect(400);
  });

  it('reads no further than the client takes, and lets go of the set when it leaves', async () => {
    const { id } = await keep({ patients: 6_000 });
    await ended(id);
    const { port } = app.getHttpServer().address() as AddressInfo;
    await new Promise<void>((resolve, reject) => {
      const asked = httpRequest({ host: '127.0.0.1', port, path: `/simulations/${id}/rows` }, (response) => {
        response.once('data', () => response.destroy());
        response.once('close', () => resolve());
      });
      asked.once('error', reject);
      asked.end();
    });
    let status = 409;
    while (status === 409) ({ status } = await http().delete(`/simulations/${id}`));
    expect(status).toBe(204);
    await http().get(`/simulations/${id}`).expect(404);
    expect(readdirSync(directory)).not.toContain(id);
  });

  it('is cancelled, keeps what is committed, and is resumed to the same numbers', async () => {
    const whole = await keep({ patients: 30_000, hours: 1, seed: 5 });
    await ended(whole.id);
    const { id } = await keep({ patients: 30_000, hours: 1, seed: 5 });
    await stopped(id, ({ subjects }) => subjects > 11_000);
    const { body } = await http().post(`/simulations/${id}/cancel`).expect(200);
    expect(body.simulation).toMatchObject({ status: 'partial' });
    expect(body.simulation.subjects % 5_000).toBe(0);
    expect(body.simulation.subjects).toBeGreaterThan(0);
    await http().get(`/simulations/${id}/subjects/29999`).expect(404);
    await http().post(`/simulations/${id}/cancel`).expect(404);
    await http().post(`/simulations/${id}/resume`).expect(202);
    expect(await ended(id)).toMatchObject({ status: 'complete', rows: 60_000 });
    const [one, other] = await Promise.all(
      [whole.id, id].map(async (each) => (await http().get(`/simulations/${each}/summary`)).body as object),
    );
    expect(one).toEqual(other);
    await http().post(`/simulations/${id}/resume`).expect(409);
  });

  it('is gone where it is removed while it runs', async () => {
    const { id } = await keep({ patients: 1_000_000 });
    await stopped(id, ({ subjects }) => subjects > 0);
    await http().delete(`/simulations/${id}`).expect(204);
    await http().get(`/simulations/${id}`).expect(404);
    expect(readdirSync(directory)).not.toContain(id);
  });

  it('is resumed after a restart of the application', async () => {
    const { id } = await keep({ patients: 30_000, hours: 1 });
    await stopped(id, ({ subjects }) => subjects > 11_000);
    await app.close();
    app = await givenApplication();
    const { body } = await http().get('/simulations').query({ model: 'two-compartment-infusion' }).expect(200);
    const found = (body.simulations as PopulationStatus[]).find((each) => each.id === id);
    expect(found).toMatchObject({ status: 'partial', patients: 30_000 });
    await http().post(`/simulations/${id}/resume`).expect(202);
    expect(await ended(id)).toMatchObject({ status: 'complete', subjects: 30_000 });
    expect((await http().get('/simulations').query({ model: 'another' })).body).toEqual({ simulations: [] });
  });

  it('of a third at the same time is refused until one is done', async () => {
    const running = await Promise.all([1, 2].map((seed) => keep({ patients: 500_000, seed })));
    const { body } = await http()
      .post('/simulations')
      .send({ drug: 'digoxin', keep: true, patients: 5_000 })
      .expect(503);
    expect(body).toMatchObject({ code: 'TOO_MANY_WRITERS' });
    for (const { id } of running) await http().delete(`/simulations/${id}`).expect(204);
  });

  it.each([
    ['an unknown drug', { drug: 'vancomicin', keep: true }, 404],
    ['too many patients', { drug: 'vancomycin', keep: true, patients: 1e9 }, 400],
    ['too many times', { drug: 'vancomycin', keep: true, hours: 2_000, step: 1 }, 400],
    ['no yes or no', { drug: 'vancomycin', keep: 'yes' }, 400],
  ])('is refused for %s', async (_, body, status) => {
    await http().post('/simulations').send(body).expect(status);
  });

  it.each([
    ['..%2F..%2Fetc%2Fpasswd', 400],
    ['..%5C..%5Cwindows', 400],
    ['%00', 400],
    ['.leases', 400],
    ['simulation-nobody-knows', 404],
  ])('answers the id %s with %p, and nothing else', async (id, status) => {
    for (const path of ['', '/summary', '/subjects/1', '/rows', '/plot.svg']) {
      await http().get(`/simulations/${id}${path}`).expect(status);
    }
    await http().delete(`/simulations/${id}`).expect(status);
    await http().post(`/simulations/${id}/resume`).expect(status);
  });

  it.each(['-1', '1.5', 'abc', '99999999999'])('refuses %p as a patient', async (patient) => {
    const { id } = await keep({ patients: 5 });
    await ended(id);
    await http().get(`/simulations/${id}/subjects/${patient}`).expect(400);
    await http().get(`/simulations/${id}/subjects/5`).expect(404);
  });
});

function asText(response: Response, done: (error: Error | null, body: string) => void): void {
  const parts: string[] = [];
  const stream = response as unknown as NodeJS.ReadableStream;
  stream.on('data', (part) => parts.push(String(part)));
  stream.on('end', () => done(null, parts.join('')));
}
