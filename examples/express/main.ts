// Templates that are compiled when first asked for, in a Nest application on Express, with a health check.
import 'reflect-metadata';
import { Controller, Get, Injectable, Module, Param, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type HealthCheckResult, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { CacheMemoryModule, MethodInstanceCache } from 'nestjs-cache-memory';
import { CacheMemoryHealthIndicator, CacheMemoryHealthModule } from 'nestjs-cache-memory/terminus';

type Template = (name: string) => string;
const TEXTS = new Map([
  ['en', 'Hello, {name}!'],
  ['de', 'Guten Tag, {name}!'],
]);

@Injectable()
class Templates {
  compiled = 0;

  constructor(private readonly cache: MethodInstanceCache<string, Template>) {}

  template(language: string): Promise<Template> {
    return this.cache.getOrCreate(language, () => this.#compile(TEXTS.get(language) ?? '{name}'));
  }

  #compile(text: string): Template {
    this.compiled++;
    const [before, after] = text.split('{name}');
    return (name) => `${before}${name}${after}`;
  }
}

@Controller()
class AppController {
  constructor(
    private readonly templates: Templates,
    private readonly health: HealthCheckService,
    private readonly cacheMemory: CacheMemoryHealthIndicator,
  ) {}

  @Get('greetings/:language')
  async greet(@Param('language') language: string, @Query('name') name: string): Promise<object> {
    const template = await this.templates.template(language);
    return { greeting: template(name), compiled: this.templates.compiled };
  }

  @Get('health')
  check(): Promise<HealthCheckResult> {
    return this.health.check([() => this.cacheMemory.check('cache_memory')]);
  }
}

@Module({
  imports: [TerminusModule, CacheMemoryModule.forRoot({ maxEntries: 100, ttl: '1h' }), CacheMemoryHealthModule],
  providers: [Templates],
  controllers: [AppController],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
app.enableShutdownHooks();
await app.listen(process.env['PORT'] ?? 3000, '127.0.0.1');
console.log(`listening: ${await app.getUrl()}/greetings/en?name=Ada`);
