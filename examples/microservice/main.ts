// Exchange rates from a slow source, in a Nest microservice over TCP: `@Cached` on the method that asks the source.
import 'reflect-metadata';
import { Controller, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MessagePattern, type MicroserviceOptions, Payload, Transport } from '@nestjs/microservices';
import { Cached, CacheMemoryModule } from 'nestjs-cache-memory';

@Injectable()
class Rates {
  asked = 0;

  @Cached({ ttl: '10m', staleWhileRevalidate: '1h' })
  async rate(currency: string): Promise<number> {
    this.asked++;
    return currency === 'CHF' ? 0.94 : 1;
  }
}

@Controller()
class RatesController {
  constructor(private readonly rates: Rates) {}

  @MessagePattern('rate')
  async rate(@Payload() currency: string): Promise<object> {
    return { rate: await this.rates.rate(currency), asked: this.rates.asked };
  }
}

@Module({ imports: [CacheMemoryModule.forRoot()], providers: [Rates], controllers: [RatesController] })
class AppModule {}

const port = Number(process.env['PORT'] ?? 3000);
const app = await NestFactory.createMicroservice<MicroserviceOptions>(AppModule, {
  transport: Transport.TCP,
  options: { host: '127.0.0.1', port },
  logger: ['error', 'warn'],
});
app.enableShutdownHooks();
await app.listen();
console.log(`listening: tcp://127.0.0.1:${port}`);
