// A CommonJS application: `require` loads the library as it is, from Node 20.19 on.
import 'reflect-metadata';
import { Controller, Get, Injectable, Module, Param } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CacheMemoryModule, MethodInstanceCache } from 'nestjs-cache-memory';

@Injectable()
class Squares {
  constructor(private readonly cache: MethodInstanceCache<number, number>) {}

  square(number: number): Promise<number> {
    return this.cache.getOrCreate(number, ({ key }) => key * key);
  }

  hits(): number {
    return this.cache.stats().hits;
  }
}

@Controller('squares')
class SquaresController {
  constructor(private readonly squares: Squares) {}

  @Get(':number')
  async square(@Param('number') number: string): Promise<object> {
    return { square: await this.squares.square(Number(number)), hits: this.squares.hits(), isRequired: !!require.main };
  }
}

@Module({ imports: [CacheMemoryModule.forRoot()], providers: [Squares], controllers: [SquaresController] })
class AppModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
  app.enableShutdownHooks();
  await app.listen(process.env['PORT'] ?? 3000, '127.0.0.1');
  console.log(`listening: ${await app.getUrl()}/squares/12`);
}

void main();
