import { Scope } from '@nestjs/common';
import { type ContextId, ContextIdFactory, ModuleRef, type ModulesContainer } from '@nestjs/core';
import { describeValue } from '../../engine/options/describe-value.js';
import { CacheMemoryError } from '../../engine/errors.js';
import type { Constructor, InstanceFactory, InstanceRequest } from '../../engine/instances/instance-factory.js';
import { setOwnership } from '../../engine/instances/ownership.js';
import { ConstructionWitness } from './construction-witness.js';
import { contextInstances } from './context-instances.js';
import { endInstances } from './end-instances.js';
import { instancesWeight } from './instances-weight.js';

/**
 * Makes instances by Nest's injector, each with a ContextId of its own, so that its transient and request-scoped dependencies
 * belong to it alone. A transient or request-scoped provider is resolved wherever it is registered; of any other class Nest
 * creates an instance whose dependencies it finds in the module of `moduleRef`. What a failed attempt left behind is disposed.
 */
export class InjectedInstances implements InstanceFactory {
  constructor(
    private readonly moduleRef: ModuleRef,
    private readonly modules: ModulesContainer,
  ) {}

  async make<T extends object>(type: Constructor<T>, { moduleRef, payload }: InstanceRequest): Promise<T> {
    const ref = checkModuleRef(moduleRef) ?? this.moduleRef;
    const contextId = ContextIdFactory.create();
    ref.registerRequestByContextId(payload, contextId);
    return isOwnable(ref, type) ? this.#resolve(ref, type, contextId) : this.#create(ref, type, contextId);
  }

  async #resolve<T extends object>(ref: ModuleRef, type: Constructor<T>, contextId: ContextId): Promise<T> {
    const { modules } = this;
    try {
      const instance = await ref.resolve<T>(type, contextId, { strict: false });
      declare(instance, modules, () => contextInstances(modules, contextId));
      return instance;
    } catch (error) {
      await endInstances(contextInstances(modules, contextId)).catch(() => {});
      throw error;
    }
  }

  async #create<T extends object>(ref: ModuleRef, type: Constructor<T>, contextId: ContextId): Promise<T> {
    const witness = new ConstructionWitness(this.modules, contextId);
    try {
      const instance = await ref.create(witness.watch(type), contextId);
      const parts = witness.end();
      declare(instance, this.modules, () => parts);
      return instance;
    } catch (error) {
      await endInstances(witness.end()).catch(() => {});
      throw error;
    }
  }
}

function declare(instance: object, modules: ModulesContainer, made: () => readonly object[]): void {
  const parts = (): object[] => made().filter((each) => each !== instance);
  setOwnership(instance, { parts, weight: () => instancesWeight(modules, [instance, ...parts()]) });
}

/** Whether Nest makes an instance of a class for a ContextId alone. */
function isOwnable(ref: ModuleRef, type: Constructor): boolean {
  try {
    return ref.introspect(type).scope !== Scope.DEFAULT;
  } catch {
    return false; // it is not registered
  }
}

function checkModuleRef(value: unknown): ModuleRef | undefined {
  if (value === undefined || value instanceof ModuleRef) return value;
  throw new CacheMemoryError('INVALID_OPTION', {
    subject: 'instance.moduleRef',
    expected: 'a ModuleRef of Nest',
    found: describeValue(value),
    remedy: 'inject ModuleRef where the instance is asked for, or leave it out',
  });
}
