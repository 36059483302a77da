import { type ContextId, ContextIdFactory } from '@nestjs/core';

/** The durable sub-tree of one tenant: Nest keeps its instances as long as its ContextId is kept, and no longer. */
export class TenantTree {
  readonly contextId: ContextId = ContextIdFactory.create();
  /** Whether its disposal has begun. */
  hasEnded = false;

  /** `payload` is what `REQUEST` stands for in every durable instance of the tenant. */
  constructor(
    readonly tenant: string,
    readonly payload: object,
  ) {}
}
