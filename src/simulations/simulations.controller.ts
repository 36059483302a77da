import type { ServerResponse } from 'node:http';
import { Body, Controller, HttpCode, HttpException, Post, Res } from '@nestjs/common';
import { Laboratory } from '../laboratories/laboratory.js';
import { type SimulationAnswer, simulationAnswer } from './simulation-answer.js';
import { parseSimulationRequest } from './simulation-request.js';
import { SimulationsService } from './simulations.service.js';

/** `POST /simulations`: a population on a drug's model, or on a model with one's own numbers; it counts for the laboratory that asks. */
@Controller('simulations')
export class SimulationsController {
  constructor(
    private readonly simulations: SimulationsService,
    private readonly laboratory: Laboratory,
  ) {}

  @Post()
  @HttpCode(200)
  async simulate(
    @Body() body: unknown,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<SimulationAnswer> {
    const request = parseSimulationRequest(body);
    const simulate = () => this.simulations.simulate(request, departure(response));
    return simulationAnswer(await this.laboratory.account(request.patients, simulate));
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
