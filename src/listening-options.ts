/** Where the application listens. */
export interface ListeningOptions {
  readonly host: string;
  readonly port: number;
}

/** Reads `HOST` (127.0.0.1 unless set) and `PORT` (3000 unless set; 0 is any free one). Throws for a port that is none. */
export function listeningOptions(environment: NodeJS.ProcessEnv = process.env): ListeningOptions {
  const text = environment['PORT'] || '3000';
  const port = Number(text);
  if (!/^\d+$/u.test(text) || port > 65_535) {
    throw new Error(
      `PORT: expected a whole number from 0 to 65535, found '${text}'; correct it, or leave it unset for 3000`,
    );
  }
  return { host: environment['HOST'] || '127.0.0.1', port };
}
