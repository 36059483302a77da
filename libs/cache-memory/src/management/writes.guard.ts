import { type CanActivate, type ExecutionContext, ForbiddenException, Inject, Injectable } from '@nestjs/common';
import { isForeign, type RequestHeaders } from './is-foreign.js';
import type { ManagementSettings } from './management-options.js';
import { MANAGEMENT_SETTINGS } from './management-settings.token.js';

/** Lets nothing be changed unless writes are on, and never for a page of another site, whose requests carry this site's cookies. */
@Injectable()
export class WritesGuard implements CanActivate {
  constructor(@Inject(MANAGEMENT_SETTINGS) private readonly settings: ManagementSettings) {}

  canActivate(context: ExecutionContext): boolean {
    if (!this.settings.writes)
      throw new ForbiddenException('Writes are off; say writes: true in CacheManagementModule.');
    const request = context.switchToHttp().getRequest<{ headers: RequestHeaders }>();
    if (!isForeign(request.headers)) return true;
    throw new ForbiddenException('A page of another site may not change the caches.');
  }
}
