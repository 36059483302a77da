import type { ServerResponse } from 'node:http';
import { Body, Controller, HttpCode, HttpException, HttpStatus, Post, Res, UseFilters } from '@nestjs/common';
import { Laboratory } from '../laboratories/laboratory.js';
import { type SimulationAnswer, simulationAnswer } from '../simulations/simulation-answer.js';
import { parseSimulationRequest } from '../simulations/simulation-request.js';
import { SimulationsService } from '../simulations/simulations.service.js';
import { parseKeptRequest, wantsKeeping } from './kept-request.js';
import type { PopulationStatus } from './population-run.js';
import { PopulationsService } from './populations.service.js';
import { ResultStoreErrorFilter } from './result-store-error.filter.js';

/**
 * `POST /simulations`: a population on a drug's model, or on a model with one's own numbers; it counts for the laboratory that
 * asks. With `keep: true` it is streamed into the store: answered at once with 202 and where to ask how far it is.
 */
@Controller('simulations')
@UseFilters(ResultStoreErrorFilter)
export class SimulationsController {
  constructor(
    private readonly simulations: SimulationsService,
    private readonly populations: PopulationsService,
    private readonly laboratory: Laboratory,
  ) {}

  @Post()
  @HttpCode(200)
  async simulate(
    @Body() body: unknown,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<SimulationAnswer | PopulationStatus> {
    if (wantsKeeping(body)) return this.keep(body, response);
    const request = parseSimulationRequest(body);
    const simulate = () => this.simulations.simulate(request, departure(response));
    return simulationAnswer(await this.laboratory.account(request.patients, simulate));
  }

  private async keep(body: unknown, response: ServerResponse): Promise<PopulationStatus> {
    const request = parseKeptRequest(body);
    const begun = await this.laboratory.account(request.patients, () => this.populations.start(request));
    response.statusCode = HttpStatus.ACCEPTED;
    response.setHeader('location', `/simulations/${begun.id}`);
    return begun;
  }
}

/** Aborted when the client leaves before it has its answer: nobody computes for a closed connection. */
function departure(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new HttpException('the client left', 499));
  });
  return controller.signal;
}
