const door = import.meta.resolve('nestjs-cache-memory/standalone');

/** A part of sensing, as built: no door exports them. */
export const loadSensing = (file) => import(new URL(`../pressure/sensing/${file}.js`, door).href);
