import type { EntryPlan } from '../../engine/entries/entry-plan.js';
import { UNRENEWED } from '../../engine/freshness/freshness-plan.js';
import { planLoad } from '../../engine/loading/load-plan.js';
import type { LoadOptions } from '../../engine/loading/loader.js';
import { must, type OptionRule } from '../../engine/options/option-rules.js';
import { checkRegionName } from '../../standalone/region-options.js';
import type { MethodKey } from './method-key.js';

/** The tags of an entry: the same for every call, or made of the call's arguments; `this` is the instance. */
export type MethodTags = readonly string[] | ((this: any, ...args: any[]) => readonly string[]);

/** The rule for the name of a region. */
export const regionRule: OptionRule<string> = (value) => checkRegionName(value);

/** The rule for the option `key`. */
export const keyRule: OptionRule<MethodKey> = must(
  'a text, or a function of the arguments',
  (value) => typeof value === 'function' || (typeof value === 'string' && value !== ''),
);

/** The rule for the option `tags`. */
export const tagsRule: OptionRule<MethodTags> = must(
  'an array of texts, or a function of the arguments',
  (value) =>
    typeof value === 'function' || (Array.isArray(value) && value.every((tag: unknown) => typeof tag === 'string')),
);

/** The tags of one call. */
export function tagsOf(tags: MethodTags, instance: object, args: readonly unknown[]): readonly string[] {
  return typeof tags === 'function' ? tags.apply(instance, [...args]) : tags;
}

/** The plan of a region that has a lifetime, so that options which need one are not refused before the region is known. */
const ANY_PLAN: EntryPlan = {
  ttlMs: 1,
  idleMs: Infinity,
  weight: undefined,
  costMs: undefined,
  tags: [],
  rank: 0,
  guarded: false,
  freshness: UNRENEWED,
  isPlain: false,
};

/** Throws what the options of an entry are wrong in, before there is one. */
export function checkEntryChoices(options: LoadOptions): void {
  planLoad(options, ANY_PLAN, { loadTimeoutMs: Infinity, negativeMs: 0 });
}
