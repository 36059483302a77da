import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { finalize, type Observable } from 'rxjs';
import { RequestLease } from './request-lease.js';

/**
 * Keeps a tenant's sub-tree in use exactly as long as a handler runs, where the end of a request cannot be seen: for messages of
 * microservices, and for handlers whose client has left. Provide it as `APP_INTERCEPTOR` where that matters.
 */
@Injectable()
export class TenantLeaseInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const ended = RequestLease.of(context.getArgs())?.handle();
    return ended ? next.handle().pipe(finalize(ended)) : next.handle();
  }
}
