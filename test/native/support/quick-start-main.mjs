// Serves the application of the README's quick start, and prints what it says of its health.
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(0, '127.0.0.1');
console.log(await (await fetch(`${await app.getUrl()}/health`)).text());
await app.close();
