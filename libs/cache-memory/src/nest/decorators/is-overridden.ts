/** Whether a class between that of an instance and the one that declares a method has a method of that name too, which may call it by `super`. */
export function isOverridden(instance: object, declaring: object, name: string | symbol): boolean {
  let prototype = Object.getPrototypeOf(instance) as object | null;
  while (prototype !== declaring && prototype !== null) {
    if (Object.hasOwn(prototype, name)) return true;
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  return false;
}
