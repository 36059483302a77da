/**
 * SIEVE: a queue and a hand that moves from the oldest to the newest, spares what was hit since it came by, and evicts the rest.
 * Zhang et al., "SIEVE is Simpler than LRU" (NSDI 2024).
 */
export function prepareSieve({ unique, sizes }) {
  const END = unique; // the ring's fixed point, between newest and oldest
  return (capacity) => {
    const newer = new Uint32Array(unique + 1).fill(END);
    const older = new Uint32Array(unique + 1).fill(END);
    const isHeld = new Uint8Array(unique);
    const wasHit = new Uint8Array(unique + 1);
    let hand = END;
    let used = 0;

    function evict() {
      if (hand === END) hand = newer[END];
      while (wasHit[hand]) {
        wasHit[hand] = 0;
        hand = newer[hand];
        if (hand === END) hand = newer[END];
      }
      const victim = hand;
      hand = newer[victim];
      older[newer[victim]] = older[victim];
      newer[older[victim]] = newer[victim];
      isHeld[victim] = 0;
      used -= sizes[victim];
    }

    return {
      access(key) {
        if (isHeld[key]) {
          wasHit[key] = 1;
          return true;
        }
        if (sizes[key] > capacity) return false;
        while (used + sizes[key] > capacity) evict();
        const newest = older[END];
        older[key] = newest;
        newer[key] = END;
        newer[newest] = key;
        older[END] = key;
        isHeld[key] = 1;
        wasHit[key] = 0;
        used += sizes[key];
        return false;
      },
      held: () => used,
    };
  };
}
