import { type EntryView, type EvictionPolicy, NONE } from './eviction-policy.js';
import { AgingSketch } from './hybrid/aging-sketch.js';
import { classOfGap, frequencyOf, pastOf, UNKNOWN_GAP } from './hybrid/reuse-class.js';
import { ReuseLearner } from './hybrid/reuse-learner.js';
import { Residents } from './hybrid/residents.js';
import { VictimPool } from './hybrid/victim-pool.js';
import { TypicalCost, weightStep } from './hybrid/worth.js';

const FEWEST_ENTRIES = 16;
/** Newcomers up to which nothing is learned: a small cache that hardly changes needs no learner. */
const PATIENCE = 256;
/** So few residents are all looked at for each victim until then, so that with equal costs the order is that of their last use. */
const FEW = 64;
/** Frequencies are halved after so many accesses for each entry: fewer forget what is popular, more what is not any more. */
const HALVING = 20;
/** Newcomers after which several victims for one of them are no sign any more that bytes are what is scarce. */
const MEMORY = 4_096;
/** A newcomer of so many times the mean weight may be refused: it would push out several entries. */
const HEAVY = 4;
/** A newcomer that is worth so little more than another victim goes first, as what was asked for last does best in a loop. */
const TRIFLE = 16;

/** Newcomers that are watched for a flood: so many, and so many for each entry. */
const WATCHED = 4_096;
const WATCHED_PER_ENTRY = 0.5;
/** In a flood no more than this part of all newcomers is hit, and so many uses of sampled keys are seen meanwhile. */
const HIT_IN_A_FLOOD = 1 / 1_000;
const USES_IN_A_FLOOD = 1;
/** In a flood one key in so many is read on average, at distances drawn at random so that no loop keeps step with them. */
const READ_BITS = 4;
/** The past of a newcomer whose key is not read. */
const FIRST_PAST = pastOf(1, UNKNOWN_GAP);

/** Batches are told in one thread: the slots of one that something is learned from. */
let lessons = new Int32Array(64);

/**
 * Evicts the entry that saves least for what it takes: the expected uses for the time it is held, learned from the cache's own
 * keys as an index of Gittins (1979) by frequency, last gap and age, times its cost, over its weight where bytes are scarce.
 * Falling chances of a use give LRU, late peaks of loops MRU, frequencies LFU, and cost over weight gives GreedyDual-Size (Cao
 * and Irani, USITS 1997). A newcomer is stored, and faces the cheapest resident when the next one comes.
 */
export class HybridPolicy implements EvictionPolicy {
  readonly #residents = new Residents();
  readonly #pool = new VictimPool(this.#residents);
  readonly #sketch = new AgingSketch();
  readonly #typicalCost = new TypicalCost();
  #learner: ReuseLearner | undefined;
  #entries = FEWEST_ENTRIES;
  #weight = 0;
  #accesses = 0;
  #newcomers = 0;
  /** Newcomers until it is next judged whether they flood the cache, and hits since it last was. */
  #unwatched = WATCHED;
  #hits = 0;
  /** Newcomers until a key is read in a flood. */
  #unread = 0;
  #draw = 1;
  /** Newcomers for which bytes are still taken to be scarcer than entries. */
  #byWeight = 0;
  #victims = 0;
  /** The slot that was inserted last, while its first entry is there. */
  #latest = NONE;
  #offered = NONE;
  #past = 0;
  #costStep = 0;
  #weightStep = 0;
  #isSampled = false;

  constructor(private readonly entries: EntryView) {}

  offer(slot: number): void {
    const residents = this.#residents;
    residents.now = (residents.now + 1) | 0;
    residents.isByWeight = this.#byWeight > 0;
    if (this.#byWeight > 0) this.#byWeight--;
    if (++this.#accesses >= HALVING * this.#entries) this.#halveFrequencies();
    if (this.#learner === undefined) {
      if (++this.#newcomers > PATIENCE) this.#beginToLearn();
    } else if (!this.#pool.isFlooded) {
      this.#learner.learn(residents.now);
    }
    if (this.#pool.isFlooded && --this.#unread > 0) {
      this.#past = FIRST_PAST;
      this.#isSampled = false;
    } else {
      this.#read(this.entries.hash(slot));
    }
    if (--this.#unwatched <= 0) this.#judgeFlood();
    this.#costStep = this.#typicalCost.step(this.entries.cost(slot));
    this.#weightStep = weightStep(this.entries.weight(slot));
    this.#victims = 0;
    this.#offered = slot;
  }

  insert(slot: number): void {
    if (this.#offered !== slot) this.offer(slot);
    this.#offered = NONE;
    this.#residents.add(slot, this.#past, this.#costStep, this.#weightStep, this.#isSampled);
    this.#weight += this.entries.weight(slot);
    this.#latest = slot;
    if (this.#residents.count > this.#entries) this.#grow();
  }

  touch(slots: Int32Array, count: number): void {
    if (lessons.length < count) lessons = new Int32Array(count);
    const learned = this.#residents.use(slots, count, lessons);
    for (let index = 0; index < learned; index++) this.#learn(lessons[index]!);
    this.#accesses += count;
    this.#hits += count;
    this.#pool.isFlooded = false;
  }

  remove(slot: number): void {
    const residents = this.#residents;
    // One that was not used stands in the sketch as it came.
    if (residents.wasUsed(slot)) this.#sketch.raise(this.entries.hash(slot), frequencyOf(residents.past(slot)));
    residents.delete(slot);
    this.#weight = residents.count === 0 ? 0 : this.#weight - this.entries.weight(slot);
    if (slot === this.#latest) this.#latest = NONE;
  }

  victim(candidate: number): number {
    const residents = this.#residents;
    if (candidate !== NONE) this.#noteVictim();
    if (this.#learner === undefined && residents.count <= FEW) return residents.cheapest();
    const cheapest = this.#pool.cheapest();
    if (cheapest === NONE) return NONE;
    if (candidate !== NONE && this.#isRefused(candidate)) return candidate;
    if (
      this.#latest !== NONE &&
      this.#latest !== cheapest &&
      !this.#pool.isFlooded &&
      residents.worth(this.#latest) <= this.#pool.worth + TRIFLE
    ) {
      this.#pool.spare();
      return this.#latest;
    }
    this.#pool.take();
    return cheapest;
  }

  #beginToLearn(): void {
    const residents = this.#residents;
    const learner = new ReuseLearner(this.#entries, residents.now);
    this.#learner = learner;
    residents.indices = learner.indices;
    residents.forEach((slot) => residents.setSampled(slot, learner.samples(this.entries.hash(slot))));
  }

  /** Learns from the key of a newcomer what is known of its past. */
  #read(hash: number): void {
    const learner = this.#learner;
    this.#past = this.#pastOf(hash);
    this.#isSampled = learner?.samples(hash) ?? false;
    if (this.#isSampled) learner!.use(hash, this.#residents.now, this.#past);
    if (!this.#pool.isFlooded) return;
    if (learner!.counts.latestUses > 0) this.#pool.isFlooded = false;
    this.#draw = (Math.imul(this.#draw, 0x0019_660d) + 0x3c6e_f35f) | 0; // Knuth and Lewis
    this.#unread = 1 + (this.#draw >>> (31 - READ_BITS));
  }

  /** Looks whether hardly anything was asked for again while so many came: neither what is here nor what was. */
  #judgeFlood(): void {
    const watched = Math.max(WATCHED, WATCHED_PER_ENTRY * this.#entries);
    const counts = this.#learner?.counts;
    this.#pool.isFlooded =
      counts !== undefined && counts.latestUses <= USES_IN_A_FLOOD && this.#hits <= HIT_IN_A_FLOOD * watched;
    this.#pool.areAlike = this.#typicalCost.isUnknown;
    this.#unwatched = watched;
    this.#hits = 0;
    if (counts !== undefined) counts.latestUses = 0;
  }

  /** A newcomer that needs a second victim is a sign that bytes are scarcer than entries. */
  #noteVictim(): void {
    if (++this.#victims !== 2) return;
    this.#byWeight = MEMORY;
    this.#residents.isByWeight = true;
  }

  /** Whether a newcomer that would push out several entries is worth less than one of them, for its weight. */
  #isRefused(candidate: number): boolean {
    const residents = this.#residents;
    if (!residents.isByWeight || this.#victims > 1) return false;
    const replaced = (this.entries.weight(candidate) * residents.count) / this.#weight;
    if (!(replaced >= HEAVY)) return false;
    return (
      residents.newcomerWorth(this.#past, this.#costStep, this.#weightStep) <= this.#pool.worthOf(Math.ceil(replaced))
    );
  }

  #pastOf(hash: number): number {
    const gap = this.#learner?.gap(hash, this.#residents.now) ?? -1;
    const gapClass = gap < 0 ? UNKNOWN_GAP : classOfGap(gap, this.#residents.entriesLog2);
    return pastOf(this.#sketch.add(hash), gapClass);
  }

  #learn(slot: number): void {
    const hash = this.entries.hash(slot);
    const learner = this.#learner!;
    if (learner.samples(hash)) learner.use(hash, this.#residents.lastUse(slot), this.#residents.past(slot));
    else this.#residents.setSampled(slot, false); // the sample has become sparser
  }

  #halveFrequencies(): void {
    this.#accesses = 0;
    this.#sketch.halve();
    this.#residents.halveFrequencies();
  }

  #grow(): void {
    this.#entries = Math.ceil(1.25 * this.#residents.count);
    this.#residents.entriesLog2 = Math.floor(Math.log2(this.#entries));
    this.#sketch.ensure(this.#entries);
    this.#learner?.fit(this.#entries);
  }
}
