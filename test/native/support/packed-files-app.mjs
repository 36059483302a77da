// Uses what the packed libraries find beside their modules: the worker that writes Parquet, and the files of the live page.
import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CacheMemoryModule } from 'nestjs-cache-memory';
import { CacheDashboardModule } from 'nestjs-cache-memory/dashboard';
import { CacheManagementModule } from 'nestjs-cache-memory/management';
import { ResultStore } from 'nestjs-result-store';

const directory = await mkdtemp(join(tmpdir(), 'packed-files-'));
const store = new ResultStore({ directory });
const schema = { subject: 'patient', columns: { patient: 'int32' } };
const writer = await store.create('trial', { schema, kind: 'parquet' });
await writer.write([{ patient: 1 }, { patient: 2 }]);
const { id } = await writer.complete();
const set = await store.open(id);
let rows = 0;
for await (const batch of set.batches()) rows += batch.length;
const { kind: place } = set.info;
await set[Symbol.asyncDispose]();
await rm(directory, { recursive: true, force: true });

class AppModule {}
const guards = [];
Module({
  imports: [
    CacheMemoryModule.forRoot(),
    CacheManagementModule.forRoot({ guards, allowUnguarded: true }),
    CacheDashboardModule.forRoot({ guards }),
  ],
})(AppModule);
const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(0, '127.0.0.1');
const ask = async (path) => {
  const answer = await fetch(`${await app.getUrl()}/${path}`);
  return { status: answer.status, text: await answer.text() };
};
const page = await ask('cache-memory-dashboard');
const script = await ask('cache-memory-dashboard/main.js');
await app.close();

console.log(
  JSON.stringify({
    rows,
    place,
    page: { status: page.status, isPage: page.text.includes('<!doctype html>') },
    script: { status: script.status, isScript: script.text.includes('import') },
  }),
);
