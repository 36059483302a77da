import {
  Controller,
  Get,
  Header,
  NotFoundException,
  Param,
  Req,
  StreamableFile,
  type Type,
  UseGuards,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import type { DashboardSettings } from './dashboard-options.js';
import { readPage, readPageFiles } from './page-files.js';

/** What the page may do: run its own files and ask its own server, and nothing else; nobody may frame it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What of a request is looked at, on Express and on Fastify. */
interface AskedAddress {
  readonly originalUrl: string;
}

/** The controller of the page at its path, behind its guards. */
export function dashboardController({ path, endpoints, guards }: DashboardSettings): Type {
  const [page, pageInFolder] = [false, true].map((isFolder) => Buffer.from(readPage(path, endpoints, isFolder)));
  const files = readPageFiles();

  @Controller({ path, version: VERSION_NEUTRAL })
  @UseGuards(...guards)
  class CacheDashboardController {
    @Get()
    @Header('Content-Security-Policy', POLICY)
    @Header('X-Content-Type-Options', 'nosniff')
    @Header('Referrer-Policy', 'no-referrer')
    @Header('Cache-Control', 'no-cache')
    page(@Req() { originalUrl }: AskedAddress): StreamableFile {
      return html(/^[^?]*\/(\?|$)/.test(originalUrl) ? pageInFolder! : page!);
    }

    @Get(':file')
    @Header('X-Content-Type-Options', 'nosniff')
    @Header('Cache-Control', 'no-cache')
    file(@Param('file') name: string): StreamableFile {
      const file = files.get(name);
      if (!file) throw new NotFoundException();
      return new StreamableFile(Buffer.from(file.content), { type: file.type });
    }
  }

  return CacheDashboardController;
}

function html(page: Uint8Array): StreamableFile {
  return new StreamableFile(page, { type: 'text/html; charset=utf-8' });
}
