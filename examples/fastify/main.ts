// A connection for each tenant, in a Nest application on Fastify: leased while a request uses it, closed once it has left.
import 'reflect-metadata';
import { Controller, Get, Injectable, Module, Param } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { CacheMemoryModule, InjectCache, MethodInstanceCache } from 'nestjs-cache-memory';

class Connection {
  static opened = 0;
  static closed = 0;

  constructor(private readonly tenant: string) {
    Connection.opened++;
  }

  async count(): Promise<string> {
    return `orders of ${this.tenant}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    Connection.closed++;
  }
}

@Injectable()
class Orders {
  constructor(@InjectCache('connections') private readonly connections: MethodInstanceCache<string, Connection>) {}

  count(tenant: string): Promise<string> {
    const connect = (): Connection => new Connection(tenant);
    return this.connections.use(tenant, connect, (connection) => connection.count());
  }
}

@Controller('orders')
class OrdersController {
  constructor(private readonly orders: Orders) {}

  @Get(':tenant')
  async count(@Param('tenant') tenant: string): Promise<object> {
    return { answer: await this.orders.count(tenant), opened: Connection.opened, closed: Connection.closed };
  }
}

@Module({
  imports: [
    CacheMemoryModule.forRoot(),
    CacheMemoryModule.forFeature([{ region: 'connections', maxEntries: 2, idleTtl: '10m' }]),
  ],
  providers: [Orders],
  controllers: [OrdersController],
})
class AppModule {}

const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), {
  logger: ['error', 'warn'],
});
app.enableShutdownHooks();
await app.listen(process.env['PORT'] ?? 3000, '127.0.0.1');
console.log(`listening: ${await app.getUrl()}/orders/acme`);
