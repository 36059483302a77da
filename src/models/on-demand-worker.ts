import type { Worker } from 'node:worker_threads';

interface Job<Request, Answer> {
  readonly request: Request;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

/** How a worker is started, and for how long it may be idle. */
export interface OnDemandWorkerOptions {
  readonly start: () => Worker;
  /** Milliseconds without a job after which the thread ends and its memory returns. */
  readonly idleMs: number;
}

/**
 * A worker thread that exists only while there is work for it: it starts with the first job, takes one job at a time,
 * ends after an idle time, and keeps the process alive only while a caller waits. A thread that dies fails its job
 * alone; the next job starts another.
 */
export class OnDemandWorker<Request, Answer> {
  private readonly waiting: Job<Request, Answer>[] = [];
  private running: Job<Request, Answer> | undefined;
  private worker: Worker | undefined;
  private idleTimer: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(private readonly options: OnDemandWorkerOptions) {}

  /** Whether the thread exists. */
  get isRunning(): boolean {
    return this.worker !== undefined;
  }

  /**
   * Sends a job and gives its answer. An abort rejects at once with the signal's reason; a job that was already running
   * takes its thread with it, because a computation cannot be interrupted otherwise.
   */
  run(request: Request, signal?: AbortSignal): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      if (this.isClosed) throw closed();
      signal?.throwIfAborted();
      const abort = (): void => this.abandon(job, signal?.reason);
      const job: Job<Request, Answer> = {
        request,
        resolve: (answer) => {
          signal?.removeEventListener('abort', abort);
          resolve(answer);
        },
        reject: (reason) => {
          signal?.removeEventListener('abort', abort);
          reject(reason);
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.waiting.push(job);
      this.next();
    });
  }

  /** Ends the thread, fails what is under way or waiting, and refuses further jobs. */
  async close(): Promise<void> {
    this.isClosed = true;
    const unfinished = [this.running, ...this.waiting.splice(0)];
    this.running = undefined;
    const ended = this.end();
    for (const job of unfinished) job?.reject(closed());
    await ended;
  }

  private next(): void {
    if (this.running !== undefined || this.isClosed) return;
    const job = this.waiting.shift();
    if (job === undefined) return this.rest();
    clearTimeout(this.idleTimer);
    this.running = job;
    try {
      this.worker ??= this.start();
      this.worker.ref();
      this.worker.postMessage(job.request);
    } catch (error) {
      this.settle(() => job.reject(error));
    }
  }

  private start(): Worker {
    const worker = this.options.start();
    const isCurrent = (): boolean => worker === this.worker;
    worker.on('message', (answer: Answer) => {
      const job = this.running;
      if (isCurrent() && job !== undefined) this.settle(() => job.resolve(answer));
    });
    worker.on('error', (error) => isCurrent() && this.lose(error));
    worker.on('exit', (code) => isCurrent() && this.lose(new Error(`the worker thread ended with code ${code}`)));
    return worker;
  }

  private settle(tell: () => void): void {
    this.running = undefined;
    tell();
    this.next();
  }

  private lose(cause: unknown): void {
    const job = this.running;
    this.worker = undefined;
    this.settle(() =>
      job?.reject(new Error('worker thread: expected an answer, found that it ended; try again', { cause })),
    );
  }

  private abandon(job: Job<Request, Answer>, reason: unknown): void {
    if (job === this.running) {
      void this.end();
      this.settle(() => job.reject(reason));
      return;
    }
    const place = this.waiting.indexOf(job);
    if (place >= 0) this.waiting.splice(place, 1);
    job.reject(reason);
  }

  private rest(): void {
    if (this.worker === undefined) return;
    this.worker.unref();
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => void this.end(), this.options.idleMs);
    this.idleTimer.unref();
  }

  private async end(): Promise<void> {
    clearTimeout(this.idleTimer);
    const worker = this.worker;
    this.worker = undefined;
    await worker?.terminate();
  }
}

function closed(): Error {
  return new Error('worker thread: expected to be open, found that it is shut down; start the application again');
}
