import {
  BadRequestException,
  type CallHandler,
  ConflictException,
  type ExecutionContext,
  type HttpException,
  Injectable,
  type NestInterceptor,
  NotFoundException,
} from '@nestjs/common';
import { catchError, type Observable, throwError } from 'rxjs';
import { CacheMemoryError, type CacheMemoryErrorCode } from '../engine/errors.js';

const BAD_REQUEST: ReadonlySet<CacheMemoryErrorCode> = new Set(['INVALID_OPTION', 'UNKNOWN_OPTION', 'UNBOUNDED_CACHE']);

/** Answers the library's own errors in HTTP's words: 400 for bad input, 404 for an unknown region, 409 for what cannot be done now. */
@Injectable()
export class ProblemAnswersInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        const reason = error instanceof CacheMemoryError ? answerTo(error) : error;
        return throwError(() => reason);
      }),
    );
  }
}

function answerTo(error: CacheMemoryError): HttpException {
  const body = { code: error.code, message: error.message };
  if (error.code === 'UNKNOWN_REGION') return new NotFoundException(body, { cause: error });
  if (BAD_REQUEST.has(error.code)) return new BadRequestException(body, { cause: error });
  return new ConflictException(body, { cause: error });
}
