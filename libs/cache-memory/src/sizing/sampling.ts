/** Elements of an array, Map or Set that are looked at; collections of up to twice as many are looked at in full. */
const MAX_ELEMENTS = 32;

/** Properties of an object that are looked at; objects of up to twice as many are looked at in full. */
const MAX_PROPERTIES = 64;

const GOLDEN = 0.618033988749895;

/** Least number of values looked at in a collection that has so many, whatever room there is. */
const MIN_SAMPLES = 6;

/** How many of `length` elements are looked at when there is room for `room` values. */
export function elementSamples(length: number, room: number): number {
  return samplesOf(length, MAX_ELEMENTS, room);
}

/** How many of `count` properties are looked at when there is room for `room` values. */
export function propertySamples(count: number, room: number): number {
  return samplesOf(count, MAX_PROPERTIES, room);
}

function samplesOf(length: number, most: number, room: number): number {
  const wanted = length <= 2 * most ? length : most;
  if (wanted <= room) return wanted;
  // Half of the room is left for opening what is found. More than two thirds would put two samples at one position.
  return Math.max(Math.min(length, MIN_SAMPLES), Math.min(room, length) >> 1);
}

/**
 * The position of one of `samples` spread over `length`: one in each equal part, at a place that never falls
 * into step with a pattern of the contents.
 */
export function samplePosition(sample: number, samples: number, length: number): number {
  if (samples === length) return sample;
  const within = (sample * GOLDEN) % 1;
  return Math.floor(((sample + within) * length) / samples);
}
