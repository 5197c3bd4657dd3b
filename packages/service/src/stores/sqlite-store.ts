import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { ConfigurationError } from '@sdk/core';
import type { Kysely, SqliteDatabase } from 'kysely';
import { StoreError, StoreUnavailableError } from '../errors.ts';
import { createStore } from './create-store.ts';
import { createSealer, type EncryptionOptions } from './encryption.ts';
import { createSqlTable, type Tables } from './sql-table.ts';
import type { EncryptingModelConfigStore } from './store.ts';

/** Settings of {@link sqliteStore}. */
export interface SqliteStoreOptions extends EncryptionOptions {
  /** Path of the file, or `':memory:'`. Created, with its folder, for its owner's eyes only. */
  file: string;
}

/** How long a write waits for another process to finish its own. */
const BUSY_MS = 5_000;

/** SQLite's primary result codes that may pass: BUSY, LOCKED, IOERR, FULL, CANTOPEN. @see https://sqlite.org/rescode.html (read 2026-11-21) */
const PASSING = [5, 6, 10, 13, 14];

/**
 * A store in a file, on Node's own SQLite. Several processes of one machine may share it; a row is read at every call, so a change holds
 * from the next call on, everywhere.
 *
 * @throws ConfigurationError (at once) for an encryption key that is none.
 */
export function sqliteStore(options: SqliteStoreOptions): EncryptingModelConfigStore {
  const { file } = options;
  if (typeof file !== 'string' || file === '') throw new ConfigurationError('sqliteStore: `file` is missing.');
  const migrations = async () => (await import('./migrations.ts')).SQLITE_MIGRATIONS;
  const table = createSqlTable({
    connect: () => connect(file),
    migrations,
    toError: (error) => toError(error, file),
    isStale: () => false,
    maxConnections: 1,
  });
  return createStore(table, createSealer(options));
}

async function connect(file: string): Promise<Kysely<Tables>> {
  const [{ DatabaseSync }, { Kysely, SqliteDialect }] = await Promise.all([import('node:sqlite'), import('kysely')]);
  if (file !== ':memory:') createOwnFile(file);
  const database = new DatabaseSync(file, { timeout: BUSY_MS });
  database.exec('PRAGMA journal_mode = WAL');
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: toKysely(database) }) });
}

/** SQLite gives its journal the rights of the file, so the file has them from the first moment. */
function createOwnFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
}

/** What Kysely asks of a database, which is modelled on another library than Node's. */
function toKysely(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare(text) {
      const statement = database.prepare(text);
      const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
    },
  };
}

function toError(error: unknown, file: string): StoreError {
  const { message, code, errcode } = error as Error & { code?: string; errcode?: number };
  const options = { code, cause: error };
  const what = `The configurations in ${file} cannot be used: ${message}.`;
  const isPassing = errcode === undefined ? /^E[A-Z]+$/.test(code ?? '') : PASSING.includes(errcode & 0xff);
  return isPassing ? new StoreUnavailableError(what, options) : new StoreError(what, options);
}
