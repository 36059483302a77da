/** The names of the methods that instances of a class have, those that it inherits too. */
export function methodNames(type: { readonly prototype: object }): Set<string> {
  const names = new Set<string>();
  for (let { prototype } = type; prototype !== Object.prototype && prototype !== null;) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (typeof value === 'function' && name !== 'constructor') names.add(name);
    }
    prototype = Object.getPrototypeOf(prototype) as object;
  }
  return names;
}
