import { ConfigurationError, type SdkError } from '@sdk/core';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import { StoreError, StoreUnavailableError } from '../errors.ts';
import { createStore } from './create-store.ts';
import { createSealer, type EncryptionOptions } from './encryption.ts';
import { PostgresListener } from './postgres-listener.ts';
import { createSqlTable, type Tables } from './sql-table.ts';
import type { EncryptingModelConfigStore } from './store.ts';

/** Settings of {@link postgresStore}. */
export interface PostgresStoreOptions extends EncryptionOptions {
  /** e.g. `'postgres://user:password@host:5432/database'`. Must be a connection that LISTEN works on: not one of pgbouncer in transaction mode. */
  url: string;
  /** Most connections, beside one that listens. @default 5 */
  maxConnections?: number;
}

/** How long connecting and a query may take. A call with a cached configuration waits at most this long for a database that is silent. */
const CONNECT_MS = 5_000;
const QUERY_MS = 10_000;

/**
 * A store in PostgreSQL 12 or newer, for services on several machines: a change is told to all of them at once (LISTEN/NOTIFY).
 *
 * Needs the package `pg`, which is loaded at the first call, as everything else. The database's tables are made then, too.
 *
 * @throws ConfigurationError (at once) for a URL that is none, or an encryption key that is none.
 */
export function postgresStore(options: PostgresStoreOptions): EncryptingModelConfigStore {
  const { url, maxConnections = 5 } = options;
  if (!URL.canParse(url ?? '') || !/^postgres(ql)?:$/.test(new URL(url).protocol)) {
    throw new ConfigurationError('postgresStore: `url` must be like postgres://user:password@host:5432/database.');
  }
  const table = createSqlTable({
    connect: () => connect(url, maxConnections),
    migrations: async () => (await import('./migrations.ts')).POSTGRES_MIGRATIONS,
    toError: (error) => toError(error, url),
    isStale,
    maxConnections,
  });
  const listener = new PostgresListener(async () => {
    const { Client } = await loadDriver();
    return new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS, keepAlive: true });
  });
  const told = <Args extends [string | { id: string }, ...unknown[]]>(write: (...args: Args) => Promise<boolean>) =>
    async (...args: Args): Promise<boolean> => {
      try {
        return await write(...args);
      } finally {
        // Also after a failure: it may have come after the row was written.
        listener.tell(typeof args[0] === 'string' ? args[0] : args[0].id);
      }
    };
  const close = async () => {
    listener.close();
    await table.close();
  };
  return createStore(
    {
      ...table,
      insert: told(table.insert),
      update: told(table.update),
      updateKeys: told(table.updateKeys),
      remove: told(table.remove),
      watch: (onChange) => listener.watch(onChange),
      close,
    },
    createSealer(options),
  );
}

async function loadDriver(): Promise<typeof pg> {
  try {
    return (await import('pg')).default;
  } catch (error) {
    throw new ConfigurationError('postgresStore needs the package pg: npm install pg', { cause: error });
  }
}

async function connect(url: string, max: number): Promise<Kysely<Tables>> {
  const [{ Pool }, { Kysely, PostgresDialect }] = await Promise.all([loadDriver(), import('kysely')]);
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    keepAlive: true,
    // An idle process may exit.
    allowExitOnIdle: true,
  });
  // A connection that dies, idle or at work, is replaced at the next query; without these listeners it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** Classes and codes of PostgreSQL's for what may pass. @see https://www.postgresql.org/docs/current/errcodes-appendix.html (read 2026-11-21) */
const PASSING = /^(08|53|57P|55P03|40|25006)/;
/** Of the driver and of the system, where there is no code: "Connection terminated …", "timeout exceeded when trying to connect", "Query read timeout". */
const LOST = /terminated|timeout|not queryable|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/i;

function codeOf(error: unknown): string | undefined {
  const { code, errors } = error as { code?: unknown; errors?: unknown[] };
  return typeof code === 'string' ? code : errors?.[0] ? codeOf(errors[0]) : undefined;
}

/** Said of a connection that was there. */
const STALE = /^57P0[12]$|terminated unexpectedly|not queryable|ECONNRESET|EPIPE/;

function isStale(error: unknown): boolean {
  return STALE.test(codeOf(error) ?? (error as Error).message);
}

function isLost(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E')) return PASSING.test(code);
  return LOST.test(code ?? (error as Error).message);
}

/** What of a URL may be shown. */
function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || '5432'}${pathname}`;
}

/** Wrong user or password, unknown database. */
const REFUSED = ['28P01', '28000', '3D000'];

function toError(error: unknown, url: string): SdkError {
  const code = codeOf(error);
  const reason = (error as Error).message || code;
  const cause = { code, cause: error };
  if (code !== undefined && REFUSED.includes(code)) {
    return new ConfigurationError(`PostgreSQL at ${placeOf(url)} refuses the URL's user, password or database (${code}).`, { cause: error });
  }
  if (isLost(error)) return new StoreUnavailableError(`PostgreSQL at ${placeOf(url)} cannot be reached: ${reason}.`, cause);
  return new StoreError(`PostgreSQL at ${placeOf(url)} failed: ${reason}.`, cause);
}
