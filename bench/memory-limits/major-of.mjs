/** The major version of Node, as a number, in text such as `v22.1.0`. */
export function majorOf(version) {
  return Number(/\d+/.exec(version)[0]);
}
