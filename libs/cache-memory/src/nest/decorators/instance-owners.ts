import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { ModulesContainer } from '@nestjs/core';
import { everyProvider } from '../instances/every-provider.js';

/** Where Nest keeps the options of `@Injectable()`. */
const SCOPE_OPTIONS = 'scope:options';

/**
 * Tells whose a durable instance is. Answers of a durable provider belong to its tenant, so its instances never share them;
 * instances of any other class do.
 */
export class InstanceOwners {
  readonly #owners = new WeakMap<object, string>();
  readonly #durable = new WeakMap<object, boolean>();
  readonly #prefix = randomUUID().slice(0, 8);
  #count = 0;

  /** `tenantOf` knows the tenant of an instance, if anybody does. */
  constructor(
    private readonly modules: ModulesContainer,
    private readonly tenantOf: (instance: object) => string | undefined,
  ) {}

  /** A text that no other owner has; `''` where instances may share answers. */
  ownerOf(instance: object): string {
    const known = this.#owners.get(instance);
    if (known !== undefined) return known;
    const owner = this.#isDurable(instance.constructor) ? this.#nameOf(instance) : '';
    this.#owners.set(instance, owner);
    return owner;
  }

  #nameOf(instance: object): string {
    return this.tenantOf(instance) ?? `${this.#prefix}-${++this.#count}`;
  }

  #isDurable(type: object): boolean {
    let isDurable = this.#durable.get(type);
    if (isDurable === undefined) {
      isDurable = this.#isRegisteredAsDurable(type);
      this.#durable.set(type, isDurable);
    }
    return isDurable;
  }

  #isRegisteredAsDurable(type: object): boolean {
    for (const wrapper of everyProvider(this.modules)) {
      if (wrapper.metatype === type && !wrapper.isTransient) return wrapper.isDependencyTreeDurable();
    }
    const options = Reflect.getMetadata(SCOPE_OPTIONS, type) as { durable?: boolean } | undefined;
    return options?.durable === true;
  }
}
