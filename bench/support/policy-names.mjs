const door = import.meta.resolve('nestjs-cache-memory/engine');
const { policies } = await import(new URL('./eviction/policies.js', door).href);

/** The names of the library's eviction policies, as built: the door itself exports their type only. */
export const policyNames = Object.keys(policies);
