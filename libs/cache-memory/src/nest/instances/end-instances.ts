import { ownDisposal } from '../../engine/disposal/own-disposal.js';

/** Ends instances one after the other, each as it knows how. Rejects when all are done with what failed, if anything did. */
export async function endInstances(instances: readonly object[]): Promise<void> {
  const errors: unknown[] = [];
  const attempt = async (step: () => unknown): Promise<void> => {
    try {
      await step();
    } catch (error) {
      errors.push(error);
    }
  };
  for (const instance of instances) {
    await attempt(async () => {
      for (const step of ownDisposal(instance)) await attempt(step);
    });
  }
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, 'several instances failed to end');
}
