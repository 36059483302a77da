import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost } from '@nestjs/core';
import type { DashboardSettings } from './dashboard-options.js';

/** The token of the page's settings. */
export const DASHBOARD_SETTINGS: unique symbol = Symbol('settings of the cache dashboard');

/** Leads from the page's address with a slash at its end to the page on Fastify, which takes the two for different ones. */
@Injectable()
export class SlashRedirect implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly application: ApplicationConfig,
    @Inject(DASHBOARD_SETTINGS) private readonly settings: DashboardSettings,
  ) {}

  onModuleInit(): void {
    const { httpAdapter } = this.host;
    if (httpAdapter?.getType() !== 'fastify' || ignoresSlashes(httpAdapter.getInstance())) return;
    const { path } = this.settings;
    const prefix = this.application.getGlobalPrefix().replaceAll(/^\/|\/$/g, '');
    const target = `../${path.split('/').at(-1)}`;
    httpAdapter.get(`${prefix && `/${prefix}`}/${path}/`, (_request: unknown, response: unknown) =>
      httpAdapter.redirect(response, 302, target),
    );
  }
}

/** Whether Fastify was told to take them for the same. */
function ignoresSlashes({ initialConfig = {} }: { initialConfig?: FastifyConfig }): boolean {
  return (initialConfig.routerOptions?.ignoreTrailingSlash ?? initialConfig.ignoreTrailingSlash) === true;
}

interface FastifyConfig {
  readonly ignoreTrailingSlash?: boolean;
  readonly routerOptions?: { readonly ignoreTrailingSlash?: boolean };
}
