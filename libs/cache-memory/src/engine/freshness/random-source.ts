/** A source of chance: a number of at least 0 and below 1. */
export type RandomSource = () => number;
