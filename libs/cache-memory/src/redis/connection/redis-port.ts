/** The port to a Redis server. Commands that are sent in one turn of the event loop travel together. */
export interface RedisPort {
  /** Sends one command and answers the server's reply; rejects with its error, or where there is no connection. */
  send(args: readonly string[]): Promise<unknown>;
}

/** A connection to a Redis server, and its life. */
export interface RedisLink extends RedisPort {
  /** The number of the database in use. */
  readonly database: number;
  /** Connects; resolves once that has succeeded or failed for the first time, and goes on trying behind it. */
  open(): Promise<void>;
  /** Ends the connection. */
  close(): Promise<void>;
}
