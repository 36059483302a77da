import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { ModulesContainer } from '@nestjs/core';

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

  constructor(private readonly modules: ModulesContainer) {}

  /** A text that no other owner has; `''` where instances may share answers. */
  ownerOf(instance: object): string {
    const known = this.#owners.get(instance);
    if (known !== undefined) return known;
    const owner = this.#isDurable(instance.constructor) ? `${this.#prefix}-${++this.#count}` : '';
    this.#owners.set(instance, owner);
    return owner;
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
    for (const { providers, controllers, injectables } of this.modules.values()) {
      for (const wrapper of [...providers.values(), ...controllers.values(), ...injectables.values()]) {
        if (wrapper.metatype === type && !wrapper.isTransient) return wrapper.isDependencyTreeDurable();
      }
    }
    const options = Reflect.getMetadata(SCOPE_OPTIONS, type) as { durable?: boolean } | undefined;
    return options?.durable === true;
  }
}
