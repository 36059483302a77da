/** What is used of a client of node-redis. */
export interface RedisClientLike {
  readonly isOpen: boolean;
  readonly isReady: boolean;
  /** Opens the connection. */
  connect(): Promise<unknown>;
  /** Sends one command, and answers its reply. */
  sendCommand(args: string[]): Promise<unknown>;
  /** Listens to an event of the connection. */
  on(event: string, listener: (...args: any[]) => void): unknown;
}
