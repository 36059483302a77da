/** Objects chosen up to which looking through them beats a Map. */
const MAX_LINEAR = 12;

/** The objects met during a walk: those of the next level, and those chosen to be opened, each of them once. */
export class MetObjects {
  /** The objects chosen so far, in the order of their choice. */
  readonly chosen: object[] = [];
  private readonly scales: number[] = [];
  private next: object[] = [];
  private nextScales: number[] = [];
  private places: Map<object, number> | undefined;

  /** Whether objects of a next level were met. */
  get hasNext(): boolean {
    return this.next.length > 0;
  }

  /** How many objects of the value those of the next level stand for. */
  get sumOfNext(): number {
    return this.nextScales.reduce((sum, scale) => sum + scale, 0);
  }

  /** How many objects of the value the one chosen at this place stands for. */
  scaleOf(place: number): number {
    return this.scales[place] as number;
  }

  /** Adds an object to the next level, standing for `scale` of its kind. */
  add(object: object, scale: number): void {
    this.next.push(object);
    this.nextScales.push(scale);
  }

  /** Chooses up to `most` of the next level, evenly, leaving out what was chosen before, and begins another level. */
  choose(most: number): void {
    const { next, nextScales } = this;
    this.next = [];
    this.nextScales = [];
    const count = Math.min(next.length, most);
    const share = next.length / count;
    for (let choice = 0; choice < count; choice++) {
      const at = Math.floor((choice + 0.5) * share);
      this.take(next[at] as object, (nextScales[at] as number) * share);
    }
  }

  private take(object: object, scale: number): void {
    const earlier = this.placeOf(object);
    if (earlier === undefined) {
      this.places?.set(object, this.chosen.length);
      this.chosen.push(object);
      this.scales.push(scale);
    } else {
      // Several of a sample refer to it, so it is less often new than the sample would suggest.
      this.scales[earlier] = Math.max(1, (this.scales[earlier] as number) / 2);
    }
  }

  private placeOf(object: object): number | undefined {
    const { chosen } = this;
    if (chosen.length > MAX_LINEAR) {
      this.places ??= new Map(chosen.map((known, place) => [known, place]));
      return this.places.get(object);
    }
    const place = chosen.indexOf(object);
    return place < 0 ? undefined : place;
  }
}
