import { ConfigurationError, SdkError } from '@sdk/core';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { StoreError } from '../errors.ts';
import type { ConfigRow, RowTable } from './rows.ts';

/** The tables of a database. */
export interface Tables {
  sdk_model_configs: ConfigRow;
}

/** What is different from one database to the next. */
export interface SqlEngine {
  /** Connects nothing yet. Called again after a failure. */
  connect(): Promise<Kysely<Tables>>;
  /** Run in the order of their names. Never changed once they are released. */
  migrations(): Promise<Record<string, Migration>>;
  /** The typed error of a failure. */
  toError(error: unknown): SdkError;
  /** Whether a read failed because a pooled connection had died before, so that another may do. */
  isStale(error: unknown): boolean;
  /** Most connections that may be so. */
  maxConnections: number;
}

/** Two processes that open a new SQLite file at once get into each other's way; one of them then finds the work done. */
const MIGRATION_TRIES = 5;

/** A table of rows in a database that Kysely speaks to. It is opened, and brought up to date, at the first call. */
export function createSqlTable(engine: SqlEngine): RowTable {
  let opening: Promise<Kysely<Tables>> | undefined;
  let isClosed = false;

  async function open(): Promise<Kysely<Tables>> {
    const database = await engine.connect();
    try {
      await migrate(database, engine);
      return database;
    } catch (error) {
      await database.destroy().catch(() => {});
      throw error;
    }
  }

  /** Failures of the database come out typed. A failed opening is forgotten, so that the next call tries again. */
  async function run<Result>(query: (database: Kysely<Tables>) => Promise<Result>): Promise<Result> {
    if (isClosed) throw new ConfigurationError('The store has been closed.');
    const current = (opening ??= open());
    try {
      return await query(await current.catch(forget));
    } catch (error) {
      throw error instanceof SdkError ? error : engine.toError(error);
    }

    function forget(error: unknown): never {
      if (opening === current) opening = undefined;
      throw error;
    }
  }

  /** Connections in the pool may have died without our noticing: reading does no harm twice. */
  const read = <Result>(query: (database: Kysely<Tables>) => Promise<Result>) =>
    run(async (database) => {
      for (let left = engine.maxConnections; ; left--) {
        try {
          return await query(database);
        } catch (error) {
          if (left <= 0 || !engine.isStale(error)) throw error;
        }
      }
    });

  const changes = async (query: { executeTakeFirst(): Promise<{ numUpdatedRows?: bigint; numDeletedRows?: bigint; numInsertedOrUpdatedRows?: bigint | undefined }> }) => {
    const { numUpdatedRows, numDeletedRows, numInsertedOrUpdatedRows } = await query.executeTakeFirst();
    return (numUpdatedRows ?? numDeletedRows ?? numInsertedOrUpdatedRows ?? 0n) > 0n;
  };

  return {
    read: (id) => read((database) => database.selectFrom('sdk_model_configs').selectAll().where('id', '=', id).executeTakeFirst()),
    readAll: () => read((database) => database.selectFrom('sdk_model_configs').selectAll().orderBy('created_at').orderBy('id').execute()),
    insert: (row) => run((database) => changes(database.insertInto('sdk_model_configs').values(row).onConflict((found) => found.doNothing()))),
    update: ({ id, ...row }, version) =>
      run((database) => changes(database.updateTable('sdk_model_configs').set(row).where('id', '=', id).where('version', '=', version))),
    updateKeys: ({ id, version, api_keys }) =>
      run((database) => changes(database.updateTable('sdk_model_configs').set({ api_keys }).where('id', '=', id).where('version', '=', version))),
    remove: (id, version) =>
      run((database) => {
        const found = database.deleteFrom('sdk_model_configs').where('id', '=', id);
        return changes(version === undefined ? found : found.where('version', '=', version));
      }),
    async close() {
      isClosed = true;
      const database = await opening?.catch(() => undefined);
      opening = undefined;
      await database?.destroy();
    },
  };
}

/** Brings the tables up to date. @throws ConfigurationError when they are newer than this package */
async function migrate(database: Kysely<Tables>, { migrations, toError }: SqlEngine): Promise<void> {
  const { Migrator } = await import('kysely/migration');
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: migrations },
    migrationTableName: 'sdk_service_migrations',
    migrationLockTableName: 'sdk_service_migrations_lock',
  });
  for (let left = MIGRATION_TRIES; ; left--) {
    const { error } = await migrator.migrateToLatest();
    if (error === undefined) return;
    if (error instanceof Error && error.message.startsWith('corrupted migrations')) {
      throw new ConfigurationError('The database was set up by a newer version of @sdk/service. Update it.', { cause: error });
    }
    const typed = toError(error);
    if (left <= 1 || !(typed instanceof StoreError)) throw typed;
  }
}
