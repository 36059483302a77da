import { Inject, Injectable, Scope } from '@nestjs/common';
import { REQUEST } from '@nestjs/core';

/** What a laboratory has used since its account was opened. */
export interface LaboratoryUsage {
  readonly laboratory: string;
  readonly openedAt: string;
  /** Simulations that ended well, and how many run now. */
  readonly simulations: number;
  readonly running: number;
  readonly patients: number;
  /** Milliseconds that its simulations took in all. */
  readonly busyMs: number;
}

/**
 * The account of one laboratory, a tenant of this service. Every request of the laboratory finds the same one; it is closed when the
 * laboratory has not asked for a while, or when fifty others have.
 */
@Injectable({ scope: Scope.REQUEST, durable: true })
export class Laboratory {
  private readonly openedAt = new Date();
  private readonly name: string;
  private simulations = 0;
  private running = 0;
  private patients = 0;
  private busyMs = 0;

  constructor(@Inject(REQUEST) tenant: { readonly tenantId: string }) {
    this.name = tenant.tenantId;
  }

  /** Runs a simulation on the laboratory's account. */
  async account<T>(patients: number, simulate: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    this.running++;
    try {
      const answer = await simulate();
      this.simulations++;
      this.patients += patients;
      return answer;
    } finally {
      this.running--;
      this.busyMs += performance.now() - startedAt;
    }
  }

  usage(): LaboratoryUsage {
    return {
      laboratory: this.name,
      openedAt: this.openedAt.toISOString(),
      simulations: this.simulations,
      running: this.running,
      patients: this.patients,
      busyMs: Math.round(this.busyMs),
    };
  }
}
