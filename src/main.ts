import 'reflect-metadata';
import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { listeningOptions } from './listening-options.js';

/** While the application starts, an error is told once, at the end of this file. */
const startupLogger: LoggerService = {
  log: () => undefined,
  warn: (message: unknown) => console.warn(message),
  error: () => undefined,
};

async function start(): Promise<void> {
  const { host, port } = listeningOptions();
  const app = await NestFactory.create(AppModule, { logger: startupLogger, abortOnError: false });
  app.enableShutdownHooks();
  await app.listen(port, host);
  app.useLogger(['warn', 'error']);
  const url = await app.getUrl();
  const body = JSON.stringify({ drug: 'theophylline', patients: 1000, hours: 72 });
  console.log(
    [
      `Reference application of nestjs-cache-memory: population pharmacokinetics at ${url}`,
      ...['/health', '/models', '/drugs', '/cache', '/laboratory', '/cache-memory-dashboard'].map(
        (path) => `  GET  ${url}${path}`,
      ),
      `  POST ${url}/simulations (with keep: true it goes to the store: then GET ${url}/simulations)`,
      'Try it twice, and compare elapsedMs:',
      `  curl -s -X POST ${url}/simulations -H 'content-type: application/json' -d '${body}' | cut -c 1-230`,
    ].join('\n'),
  );
}

start().catch((error: NodeJS.ErrnoException) => {
  console.error(error.code === 'EADDRINUSE' ? portIsTaken(error) : error.code === undefined ? error : error.message);
  process.exit(1);
});

function portIsTaken({ message }: Error): string {
  return `PORT: expected a free port, found one in use (${message}); set PORT to a free one, for example PORT=3001 npm start`;
}
