/** Key ids by priority, least first, and among equals the one whose priority was set first: a binary heap that knows where each key stands. */
export class PriorityHeap {
  size = 0;
  #keys;
  #places;
  #priorities;
  #setAt;
  #clock = 0;

  constructor(unique) {
    this.#keys = new Uint32Array(unique);
    this.#places = new Int32Array(unique).fill(-1);
    this.#priorities = new Float64Array(unique);
    this.#setAt = new Float64Array(unique);
  }

  has(key) {
    return this.#places[key] >= 0;
  }

  priorityOf(key) {
    return this.#priorities[key];
  }

  get least() {
    return this.#keys[0];
  }

  /** Adds a key, or changes its priority. */
  set(key, priority) {
    if (!this.has(key)) this.#places[key] = this.size++;
    this.#priorities[key] = priority;
    this.#setAt[key] = ++this.#clock;
    this.#settle(key);
  }

  remove(key) {
    const last = this.#keys[--this.size];
    this.#places[last] = this.#places[key];
    this.#places[key] = -1;
    if (last !== key) this.#settle(last);
  }

  #settle(key) {
    let place = this.#places[key];
    while (place > 0) {
      const parent = this.#keys[(place - 1) >> 1];
      if (!this.#isBefore(key, parent)) break;
      this.#put(parent, place);
      place = (place - 1) >> 1;
    }
    for (let child = 2 * place + 1; child < this.size; child = 2 * place + 1) {
      if (child + 1 < this.size && this.#isBefore(this.#keys[child + 1], this.#keys[child])) child++;
      if (!this.#isBefore(this.#keys[child], key)) break;
      this.#put(this.#keys[child], place);
      place = child;
    }
    this.#put(key, place);
  }

  #put(key, place) {
    this.#keys[place] = key;
    this.#places[key] = place;
  }

  #isBefore(left, right) {
    const difference = this.#priorities[left] - this.#priorities[right];
    return difference < 0 || (difference === 0 && this.#setAt[left] < this.#setAt[right]);
  }
}
