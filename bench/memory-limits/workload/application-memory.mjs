import { values } from './values.mjs';

const BLOCK_BYTES = 2 ** 20;
const LEAST = 0.05;
const SWING = 0.4;
const SWINGS = 3;

/**
 * What the application holds itself, outside of any cache: 5 % of the limit all the time, or swinging between 5 and 45 % of it,
 * three times in a run, in blocks of 1 MB. `adjust(progress)` takes and gives back blocks, progress being 0 to 1.
 */
export function applicationMemory(kind, limitBytes, isSwinging) {
  const { make } = values[kind];
  const blocks = [];
  let made = 0;
  return {
    adjust(progress) {
      const swing = isSwinging ? (SWING * (1 - Math.cos(2 * Math.PI * SWINGS * progress))) / 2 : 0;
      const target = Math.round(((LEAST + swing) * limitBytes) / BLOCK_BYTES);
      while (blocks.length > target) blocks.shift();
      while (blocks.length < target) blocks.push(make(BLOCK_BYTES, made++));
    },
    bytes: () => blocks.length * BLOCK_BYTES,
  };
}
