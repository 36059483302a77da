import { Controller, type Type, UseGuards, UseInterceptors, VERSION_NEUTRAL } from '@nestjs/common';
import { describeOpenApi } from './describe-open-api.js';
import type { ManagementSettings } from './management-options.js';
import { ProblemAnswersInterceptor } from './problem-answers.interceptor.js';
import { ReadingController } from './reading.controller.js';
import { WritesGuard } from './writes.guard.js';
import { WritingController } from './writing.controller.js';

/**
 * The controllers at their path behind their guards: whoever may come in reads, and who passes the guards of writes too may write. They are
 * of no version of the application's own interface, whatever it is versioned by.
 */
export function managementControllers({ path, guards, writeGuards }: ManagementSettings): Type[] {
  @Controller({ path, version: VERSION_NEUTRAL })
  @UseGuards(...guards)
  @UseInterceptors(ProblemAnswersInterceptor)
  class CacheReadingController extends ReadingController {}

  @Controller({ path, version: VERSION_NEUTRAL })
  @UseGuards(...guards, WritesGuard, ...writeGuards)
  @UseInterceptors(ProblemAnswersInterceptor)
  class CacheWritingController extends WritingController {}

  describeOpenApi(CacheReadingController, CacheWritingController);
  return [CacheReadingController, CacheWritingController];
}
