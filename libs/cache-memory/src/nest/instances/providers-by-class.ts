import type { ModulesContainer } from '@nestjs/core';
import { everyProvider, type ProviderWrapper } from './every-provider.js';

/** What an application provides, by the class of which Nest makes instances; read again when modules were added. */
export class ProvidersByClass {
  readonly #classes = new Map<unknown, ProviderWrapper[]>();
  #others: ProviderWrapper[] = [];
  #hasDurable = false;
  #modulesRead = 0;

  constructor(private readonly modules: ModulesContainer) {}

  /** Providers of a class itself. */
  of(type: unknown): readonly ProviderWrapper[] {
    this.#read();
    return this.#classes.get(type) ?? [];
  }

  /** Factories and values, whose instances may be of any class. */
  others(): readonly ProviderWrapper[] {
    this.#read();
    return this.#others;
  }

  /** Whether a provider is marked as durable. */
  hasDurable(): boolean {
    this.#read();
    return this.#hasDurable;
  }

  #read(): void {
    if (this.#modulesRead === this.modules.size) return;
    this.#modulesRead = this.modules.size;
    this.#classes.clear();
    this.#others = [];
    for (const wrapper of everyProvider(this.modules)) this.#add(wrapper);
  }

  #add(wrapper: ProviderWrapper): void {
    const { metatype, isNotMetatype, isAlias, durable } = wrapper;
    this.#hasDurable ||= durable === true;
    if (!isNotMetatype) this.#classes.set(metatype, [...(this.#classes.get(metatype) ?? []), wrapper]);
    else if (!isAlias) this.#others.push(wrapper);
  }
}
