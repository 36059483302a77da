export function drawMemory() {
  return undefined;
}
