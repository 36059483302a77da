import type { BatchObservableCallback, Meter, Observable } from '@opentelemetry/api';
import type { MetricDescription, MetricFamily, MetricLabels } from '../exporters/metric-family.js';

/**
 * Makes observable instruments on a meter, all of which are read from one source a collection, and answers the function that ends their
 * observation.
 */
export function makeInstruments<Source>(
  meter: Meter,
  families: readonly MetricFamily<Source>[],
  source: () => Source,
): () => void {
  const instruments = families.map((family) => instrumentOf(meter, family));
  const observe: BatchObservableCallback = (observer) => {
    const current = source();
    for (const [index, { read }] of families.entries()) {
      read(current, (value, labels) => observer.observe(instruments[index]!, value, attributesOf(labels)));
    }
  };
  meter.addBatchObservableCallback(observe, instruments);
  return () => meter.removeBatchObservableCallback(observe, instruments);
}

function instrumentOf(meter: Meter, { opentelemetry, help, kind, unit }: MetricDescription): Observable {
  const options = { description: help, unit };
  return kind === 'counter'
    ? meter.createObservableCounter(opentelemetry, options)
    : meter.createObservableGauge(opentelemetry, options);
}

/** The attribute that each label is in OpenTelemetry. */
const ATTRIBUTES: Readonly<Record<keyof MetricLabels, string>> = {
  cache: 'cache.name',
  result: 'cache.result',
  cause: 'cache.removal.cause',
  class: 'cache.class',
  category: 'cache.category',
};

function attributesOf(labels: MetricLabels): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const label in labels) {
    const value = labels[label as keyof MetricLabels];
    if (value !== undefined) attributes[ATTRIBUTES[label as keyof MetricLabels]] = value;
  }
  return attributes;
}
