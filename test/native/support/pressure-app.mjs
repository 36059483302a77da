// The reference application in a process of its own, which its parent can ask for a collection or for ballast.
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../../dist/app.module.js';

let ballast = [];

const orders = {
  collect: () => globalThis.gc(),
  fill: ({ megabytes }) => {
    for (let each = 0; each < megabytes; each++)
      ballast.push(Array.from({ length: 131_072 }, (_, index) => index + 0.5));
  },
  drop: () => {
    ballast = [];
  },
};

const app = await NestFactory.create(AppModule, { logger: ['warn', 'error'] });
app.enableShutdownHooks();
await app.listen(0, '127.0.0.1');
process.on('message', (order) => {
  orders[order.name](order);
  process.send({ done: order.name });
});
process.send({ url: await app.getUrl() });
