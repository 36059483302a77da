import { randomUUID } from 'node:crypto';
import type { ModulesContainer } from '@nestjs/core';
import { everyProvider } from '../instances/every-provider.js';
import type { TenantTree } from '../tenants/tenant-tree.js';

/** Where Nest keeps the options of `@Injectable()`. */
const SCOPE_OPTIONS = 'scope:options';

/** Whose instance it is. */
export interface InstanceOwner {
  /** A text that no other owner has; `''` where instances of the class may share answers. */
  readonly label: string;
  /** The sub-tree of which the instance is a part, where it is a tenant's. */
  readonly tree: TenantTree | undefined;
}

const ANYBODY: InstanceOwner = { label: '', tree: undefined };

/**
 * Tells whose a durable instance is. Answers of a durable provider belong to its tenant, so its instances never share them;
 * instances of any other class do.
 */
export class InstanceOwners {
  readonly #owners = new WeakMap<object, InstanceOwner>();
  readonly #durable = new WeakMap<object, boolean>();
  readonly #prefix = randomUUID().slice(0, 8);
  #count = 0;

  /** `treeOf` knows the tenant's sub-tree of an instance, if anybody does. */
  constructor(
    private readonly modules: ModulesContainer,
    private readonly treeOf: (instance: object) => TenantTree | undefined,
  ) {}

  ownerOf(instance: object): InstanceOwner {
    let owner = this.#owners.get(instance);
    if (owner === undefined) {
      owner = this.#isDurable(instance.constructor) ? this.#find(instance) : ANYBODY;
      this.#owners.set(instance, owner);
    }
    return owner;
  }

  #find(instance: object): InstanceOwner {
    const tree = this.treeOf(instance);
    return { tree, label: tree?.tenant ?? `${this.#prefix}-${++this.#count}` };
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
