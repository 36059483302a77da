import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Injectable, Logger, type Provider, Scope } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import type { MemoryAlert } from '../../pressure/memory-alert.js';
import { CacheMemory } from '../../standalone/cache-memory.js';
import { CacheMemoryModule } from '../cache-memory.module.js';
import { MemoryAlertHandler } from './memory-alert-handler.js';

@Injectable()
class Pager extends MemoryAlertHandler {
  readonly heard: MemoryAlert[] = [];

  handle(alert: MemoryAlert): void {
    this.heard.push(alert);
  }
}

let app: TestingModule | undefined;

async function start(...providers: Provider[]): Promise<TestingModule> {
  app = await Test.createTestingModule({ imports: [CacheMemoryModule.forRoot()], providers }).compile();
  app.useLogger(false);
  return app.init();
}

/** Makes memory critically short, as the next check finds. */
function press(): void {
  app!.get(CacheMemory).configureMemory({ limit: 1_000 });
  app!.get(CacheMemory).check();
}

describe('memory alerts', () => {
  let logged: unknown[][];
  beforeEach(() => {
    logged = [];
    jest.spyOn(Logger.prototype, 'error').mockImplementation((...told: unknown[]) => void logged.push(told));
  });
  afterEach(async () => {
    await app?.close();
    app = undefined;
    jest.restoreAllMocks();
  });

  it('reach every provider that extends MemoryAlertHandler', async () => {
    await start(Pager);
    press();
    expect(app!.get(Pager).heard).toMatchObject([{ kind: 'critical', heldBack: 0, report: { level: 'critical' } }]);
  });

  it('reach whatever is provided under MemoryAlertHandler, each provider once', async () => {
    const heard: string[] = [];
    const useValue = { handle: ({ kind }: MemoryAlert) => void heard.push(kind) };
    await start({ provide: MemoryAlertHandler, useValue }, { provide: 'alias', useExisting: MemoryAlertHandler });
    press();
    expect(heard).toEqual(['critical']);
  });

  it('come once a minute a kind', async () => {
    await start(Pager);
    press();
    for (let again = 0; again < 5; again++) app!.get(CacheMemory).check();
    expect(app!.get(Pager).heard).toHaveLength(1);
  });

  it('are logged where a handler throws or rejects, and reach the others all the same', async () => {
    @Injectable()
    class Throwing extends MemoryAlertHandler {
      handle(): never {
        throw new Error('throws');
      }
    }
    @Injectable()
    class Rejecting extends MemoryAlertHandler {
      handle(): Promise<never> {
        return Promise.reject(new Error('rejects'));
      }
    }
    await start(Throwing, Rejecting, Pager);
    press();
    await new Promise(setImmediate);
    expect(app!.get(Pager).heard).toHaveLength(1);
    expect(logged).toEqual([
      ['A memory alert (critical) was not handled by Throwing', expect.objectContaining({ message: 'throws' })],
      ['A memory alert (critical) was not handled by Rejecting', expect.objectContaining({ message: 'rejects' })],
    ]);
  });

  it('need a handler that lives as long as the application', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class PerRequest extends Pager {}
    await expect(start(PerRequest)).rejects.toThrow(/memory alert handler 'PerRequest': expected one instance/);
  });

  it('need a handler that can handle', async () => {
    await expect(start({ provide: MemoryAlertHandler, useValue: {} })).rejects.toThrow(/a method handle\(alert\)/);
  });
});
