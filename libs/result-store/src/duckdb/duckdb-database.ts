import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement, DuckDBValue } from '@duckdb/node-api';
import type { Cell } from '../results/column-type.js';
import { ResultStoreError } from '../results/errors.js';
import type { ResultDatabase, SqlParameters, SqlRow } from './result-database.js';

type DuckDb = typeof import('@duckdb/node-api');

/** A value that every query finds under a name; `type` as DuckDB's `from_json` takes it. */
export interface DuckDbVariable {
  readonly name: string;
  readonly type: unknown;
  readonly value: unknown;
}

/** A set as a database of DuckDB. */
export class DuckDbDatabase implements ResultDatabase {
  #isOpen = true;

  constructor(
    private readonly duckDb: DuckDb,
    private readonly instance: DuckDBInstance,
    private readonly id: string,
    private readonly variables: readonly DuckDbVariable[],
  ) {}

  async *query(sql: string, parameters: SqlParameters = []): AsyncGenerator<SqlRow[], void> {
    const connection = await this.#connect();
    try {
      const statement = await this.#guard(() => this.#select(connection, sql));
      const result = await this.#guard(() => {
        statement.bind(this.#bound(parameters));
        return statement.stream();
      });
      const batches = result.yieldRowObjectJs();
      for (;;) {
        const { done, value } = await this.#guard(() => batches.next());
        if (done) return;
        yield value;
      }
    } finally {
      connection.closeSync();
    }
  }

  /** Runs what has to be before the first query. */
  async prepare(statements: readonly string[]): Promise<void> {
    const connection = await this.#connect();
    try {
      for (const statement of statements) await connection.run(statement);
    } finally {
      connection.closeSync();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.instance.closeSync();
  }

  /** A connection that knows the files and what they stand for: they travel as values, never as a part of SQL. */
  async #connect(): Promise<DuckDBConnection> {
    if (!this.#isOpen) throw this.#refused('a database that is open', 'one that has been closed', 'open it again');
    const connection = await this.instance.connect();
    for (const { name, type, value } of this.variables) {
      await connection.run(`SET VARIABLE ${name} = from_json($1, '${JSON.stringify(type)}')`, [JSON.stringify(value)]);
    }
    return connection;
  }

  async #select(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
    const statements = await connection.extractStatements(sql);
    const statement = statements.count === 1 ? await statements.prepare(0) : undefined;
    if (statement?.statementType === this.duckDb.StatementType.SELECT) return statement;
    throw this.#refused('one SELECT', statements.count === 1 ? 'another statement' : `${statements.count} statements`, 'write one SELECT over the table results'); // prettier-ignore
  }

  #bound(parameters: SqlParameters): DuckDBValue[] | Record<string, DuckDBValue> {
    const { DuckDBTimestampValue } = this.duckDb;
    const valueOf = (value: Cell): DuckDBValue =>
      value instanceof Date ? new DuckDBTimestampValue(BigInt(value.getTime()) * 1_000n) : value;
    if (Array.isArray(parameters)) return (parameters as readonly Cell[]).map(valueOf);
    return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, valueOf(value)]));
  }

  async #guard<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof ResultStoreError) throw error;
      throw this.#refused('a query that DuckDB can run', (error as Error).message, 'correct it', error);
    }
  }

  #refused(expected: string, found: string, remedy: string, cause?: unknown): ResultStoreError {
    const subject = `SQL over set '${this.id}'`;
    return new ResultStoreError('INVALID_QUERY', { subject, expected, found, remedy }, { cause });
  }
}
