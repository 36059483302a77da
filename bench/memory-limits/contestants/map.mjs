/** A bare `Map`: bounds nothing. */
export const map = {
  name: 'Map',
  make() {
    const values = new Map();
    return {
      get: (key) => values.get(key),
      set: (key, value) => values.set(key, value),
      size: () => values.size,
      believedBytes: () => 0,
    };
  },
};
