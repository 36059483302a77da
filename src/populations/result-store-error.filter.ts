import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, HttpStatus } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { ResultStoreError, type ResultStoreErrorCode } from 'nestjs-result-store';

const STATUSES: Partial<Record<ResultStoreErrorCode, HttpStatus>> = {
  INVALID_NAME: HttpStatus.BAD_REQUEST,
  INVALID_QUERY: HttpStatus.BAD_REQUEST,
  SET_NOT_FOUND: HttpStatus.NOT_FOUND,
  SET_IN_USE: HttpStatus.CONFLICT,
  SET_COMPLETE: HttpStatus.CONFLICT,
  TOO_MANY_WRITERS: HttpStatus.SERVICE_UNAVAILABLE,
  STORE_CLOSED: HttpStatus.SERVICE_UNAVAILABLE,
  NO_ROOM: 507,
};

/** Answers an error of the store with a status that fits it, its code and its message. */
@Catch(ResultStoreError)
export class ResultStoreErrorFilter extends BaseExceptionFilter implements ExceptionFilter<ResultStoreError> {
  override catch({ code, message }: ResultStoreError, host: ArgumentsHost): void {
    const statusCode = STATUSES[code] ?? HttpStatus.INTERNAL_SERVER_ERROR;
    // oxlint-disable-next-line promise/valid-params -- no promise: the filter's own method
    super.catch(new HttpException({ statusCode, code, message }, statusCode), host);
  }
}
