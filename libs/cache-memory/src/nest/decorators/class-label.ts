const labels = new WeakMap<object, string>();
const used = new Map<string, number>();

/** A class's name; a second class of the same name is `Name#2`, a third `Name#3`, in the order in which they are asked about. */
export function classLabel(type: { readonly name: string }): string {
  const known = labels.get(type);
  if (known !== undefined) return known;
  const name = type.name === '' ? 'anonymous' : type.name;
  const count = (used.get(name) ?? 0) + 1;
  used.set(name, count);
  const label = count === 1 ? name : `${name}#${count}`;
  labels.set(type, label);
  return label;
}
