import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { MemoryAlert } from '../../pressure/memory-alert.js';
import { CacheMemory } from '../../standalone/cache-memory.js';
import { findAlertHandlers } from './find-alert-handlers.js';
import type { MemoryAlertHandler } from './memory-alert-handler.js';

/** Brings memory alerts to every `MemoryAlertHandler` of the application, before anything has been checked. */
@Injectable()
export class AlertDelivery implements OnModuleInit {
  readonly #logger = new Logger('CacheMemory');

  constructor(
    private readonly cacheMemory: CacheMemory,
    private readonly modules: ModulesContainer,
  ) {}

  onModuleInit(): void {
    const handlers = findAlertHandlers(this.modules);
    if (handlers.length === 0) return;
    this.cacheMemory.on('memory.alert', (alert) => {
      for (const handler of handlers) void this.#deliver(handler, alert);
    });
  }

  async #deliver(handler: MemoryAlertHandler, alert: MemoryAlert): Promise<void> {
    try {
      await handler.handle(alert);
    } catch (error) {
      this.#logger.error(`A memory alert (${alert.kind}) was not handled by ${handler.constructor.name}`, error);
    }
  }
}
