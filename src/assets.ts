/** The folder of the model sources and the drug table; the same one from `src/` and from `dist/`. */
export const assets = new URL('../src/assets/', import.meta.url);
