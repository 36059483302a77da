import { expect } from '@jest/globals';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';

/** A reader that collects when it is told to. */
export class ReaderOnDemand extends MetricReader {
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }

  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }

  async points(name: string): Promise<Record<string, unknown>> {
    const { resourceMetrics, errors } = await this.collect();
    expect(errors).toEqual([]);
    const metrics = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
    const points = metrics.find(({ descriptor }) => descriptor.name === name)?.dataPoints ?? [];
    return Object.fromEntries(points.map(({ attributes, value }) => [Object.values(attributes).join(' '), value]));
  }
}

/** A meter provider, and the reader that collects from it. */
export function observed(): { reader: ReaderOnDemand; provider: MeterProvider } {
  const reader = new ReaderOnDemand();
  return { reader, provider: new MeterProvider({ readers: [reader] }) };
}
