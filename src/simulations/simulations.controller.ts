import type { ServerResponse } from 'node:http';
import { Body, Controller, HttpCode, HttpException, Post, Res } from '@nestjs/common';
import { type SimulationAnswer, simulationAnswer } from './simulation-answer.js';
import { parseSimulationRequest } from './simulation-request.js';
import { SimulationsService } from './simulations.service.js';

/** `POST /simulations`: a population on a drug's model, or on a model with one's own numbers. */
@Controller('simulations')
export class SimulationsController {
  constructor(private readonly simulations: SimulationsService) {}

  @Post()
  @HttpCode(200)
  async simulate(
    @Body() body: unknown,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<SimulationAnswer> {
    const request = parseSimulationRequest(body);
    return simulationAnswer(await this.simulations.simulate(request, departure(response)));
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
