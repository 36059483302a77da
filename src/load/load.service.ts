import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout } from 'node:timers/promises';
import { CacheMemory } from 'nestjs-cache-memory';
import { parseSimulationRequest } from '../simulations/simulation-request.js';
import { SimulationsService } from '../simulations/simulations.service.js';
import { ForeignMemory } from './foreign-memory.js';
import { nextSwing, type Swing } from './swing.js';

const STEP_MS = 100;
const BLOCKS_A_STEP = 2;
const LENGTHS = { fullSteps: 80, restingSteps: 150 };
const DRUGS = ['theophylline', 'caffeine', 'warfarin'];
/** One request in four asks for a simulation that nobody has asked for before. */
const NEW = 0.25;

/** The load mode: requests without end, whose results fill the caches, and foreign memory that comes and goes. */
@Injectable()
export class LoadService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('Load');
  readonly #foreign = new ForeignMemory();
  readonly #ending = new AbortController();

  constructor(
    private readonly simulations: SimulationsService,
    private readonly cacheMemory: CacheMemory,
  ) {}

  onApplicationBootstrap(): void {
    void this.#untilTheEnd(() => this.#simulate());
    void this.#untilTheEnd(() => this.#swing());
  }

  beforeApplicationShutdown(): void {
    this.#ending.abort();
    this.#foreign.release();
  }

  async #untilTheEnd(work: () => Promise<void>): Promise<void> {
    const { signal } = this.#ending;
    await work().catch((error: unknown) => {
      if (!signal.aborted) this.#logger.error('The load ended', error);
    });
  }

  async #simulate(): Promise<void> {
    const { signal } = this.#ending;
    for (let asked = 0; ;) {
      const seed = Math.random() < NEW ? asked++ : Math.floor(asked * Math.random() ** 2);
      const request = { drug: DRUGS[seed % DRUGS.length], patients: 2_000, hours: 48, seed };
      await this.simulations.simulate(parseSimulationRequest(request), signal);
      await setTimeout(5, undefined, { signal });
    }
  }

  async #swing(): Promise<void> {
    const { signal } = this.#ending;
    for (let swing: Swing = { phase: 'resting', steps: LENGTHS.restingSteps / 2 }; ;) {
      const before = swing.phase;
      swing = nextSwing(swing, this.cacheMemory.report(), this.#foreign.bytes, LENGTHS);
      if (swing.phase === 'rising') this.#foreign.grow(BLOCKS_A_STEP);
      if (swing.phase === 'resting') this.#foreign.release();
      if (swing.phase !== before) this.#logger.warn(`Memory besides the caches: ${swing.phase}`);
      await setTimeout(STEP_MS, undefined, { signal });
    }
  }
}
