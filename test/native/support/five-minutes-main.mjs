// Serves the application of the package's README and asks what the README asks; prints what it answered.
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './five-minutes.js';

const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(0, '127.0.0.1');
const url = await app.getUrl();
const ask = async (path) => (await fetch(`${url}/${path}`)).json();

const first = await ask('blocks/a');
const second = await ask('blocks/a');
await ask('take/350');
let health;
for (let tries = 0; tries < 100 && health?.status !== 'degraded'; tries++) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  health = await ask('health');
}
console.log(JSON.stringify({ first, second, health }));
await app.close();
