import { randomUUID } from 'node:crypto';
import type { ContextId, ModulesContainer } from '@nestjs/core';
import type { ProviderWrapper } from '../instances/every-provider.js';
import { ProvidersByClass } from '../instances/providers-by-class.js';
import { DurableTenantRegistry } from '../tenants/durable-tenant-registry.js';
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

/** Calls at which an instance that is found nowhere is looked for: Nest knows it only once its constructor has ended. */
const LOOKS = 16;

/**
 * Tells whose an instance is, by the very instance, since a factory's class says nothing of its scope. An instance that may be a
 * tenant's and is found with none is its own owner: it misses an answer rather than see another tenant's.
 */
export class InstanceOwners {
  readonly #owners = new WeakMap<object, InstanceOwner>();
  readonly #strangers = new WeakMap<object, { readonly owner: InstanceOwner; looks: number }>();
  readonly #providers: ProvidersByClass;
  readonly #prefix = randomUUID().slice(0, 8);
  #count = 0;

  constructor(modules: ModulesContainer) {
    this.#providers = new ProvidersByClass(modules);
  }

  ownerOf(instance: object): InstanceOwner {
    const known = this.#owners.get(instance);
    if (known) return known;
    const owner = this.#hasTenants(instance.constructor) ? this.#find(instance) : ANYBODY;
    if (!owner) return this.#stranger(instance);
    this.#owners.set(instance, owner);
    return owner;
  }

  #hasTenants(type: object): boolean {
    const marked = Reflect.getMetadata(SCOPE_OPTIONS, type) as { durable?: boolean } | undefined;
    return this.#providers.hasDurable() || marked?.durable === true;
  }

  #find(instance: object): InstanceOwner | undefined {
    const ofClass = this.#providers.of(instance.constructor);
    const makers = [...ofClass, ...this.#providers.others()];
    if (makers.some((maker) => isShared(maker, instance))) return ANYBODY;
    const durable = makers.filter((maker) => !maker.isTransient && maker.isDependencyTreeDurable());
    for (const tree of DurableTenantRegistry.trees()) {
      if (durable.some((maker) => hasMade(maker, tree.contextId, instance))) return { tree, label: tree.tenant };
    }
    return isPerRequest(ofClass) ? ANYBODY : undefined;
  }

  #stranger(instance: object): InstanceOwner {
    const stranger = this.#strangers.get(instance) ?? {
      owner: { tree: undefined, label: `${this.#prefix}-${++this.#count}` },
      looks: 0,
    };
    this.#strangers.set(instance, stranger);
    if (++stranger.looks === LOOKS) this.#owners.set(instance, stranger.owner);
    return stranger.owner;
  }
}

/** Whether an instance belongs to the whole application. */
function isShared(maker: ProviderWrapper, instance: object): boolean {
  if (!maker.isTransient) return maker.instance === instance;
  return maker.getStaticTransientInstances().some((made) => made?.instance === instance);
}

/** Whether a class is provided for each request, and for no tenant. */
function isPerRequest(ofClass: readonly ProviderWrapper[]): boolean {
  const isNobodys = ofClass.every((each) => !each.isTransient && !each.isDependencyTreeDurable());
  return isNobodys && ofClass.some((each) => !each.isDependencyTreeStatic());
}

function hasMade(maker: ProviderWrapper, contextId: ContextId, instance: object): boolean {
  return maker.getExistingInstancesByContextId(contextId).some((made) => made.instance === instance);
}
