import { Module, type OnModuleInit } from '@nestjs/common';
import { ContextIdFactory } from '@nestjs/core';
import { TenantContextStrategy } from 'nestjs-cache-memory';
import { LaboratoryController } from './laboratory.controller.js';
import { Laboratory } from './laboratory.js';
import { laboratoryOf } from './laboratory-of.js';

/** The tenants of this service: at most fifty accounts, closed when nobody asked for a quarter of an hour. */
@Module({ controllers: [LaboratoryController], providers: [Laboratory], exports: [Laboratory] })
export class LaboratoriesModule implements OnModuleInit {
  onModuleInit(): void {
    const strategy = new TenantContextStrategy({
      tenantOf: laboratoryOf,
      maxEntries: 50,
      idleTtl: '15m',
      weight: '1KB',
      region: 'laboratories',
    });
    ContextIdFactory.apply(strategy);
  }
}
