import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { CHANNEL } from './postgres-listener.ts';

/** The first table of configurations, the same for both databases. */
const createConfigs: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('sdk_model_configs')
      .ifNotExists()
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('format', 'integer', (column) => column.notNull())
      .addColumn('provider', 'text', (column) => column.notNull())
      .addColumn('endpoint', 'text')
      .addColumn('model', 'text', (column) => column.notNull())
      .addColumn('settings', 'text', (column) => column.notNull())
      .addColumn('api_keys', 'text')
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .execute();
  },
};

/** A trigger, so that a row that is changed by hand is told of, too. */
const notifyChanges: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`
      CREATE OR REPLACE FUNCTION sdk_model_configs_notify() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify(${sql.lit(CHANNEL)}, coalesce(NEW.id, OLD.id));
        RETURN NULL;
      END $$`.execute(database);
    await sql`
      CREATE TRIGGER sdk_model_configs_notify AFTER INSERT OR UPDATE OR DELETE ON sdk_model_configs
      FOR EACH ROW EXECUTE FUNCTION sdk_model_configs_notify()`.execute(database);
  },
};

export const SQLITE_MIGRATIONS: Record<string, Migration> = { '001-configs': createConfigs };
export const POSTGRES_MIGRATIONS: Record<string, Migration> = { '001-configs': createConfigs, '002-notify': notifyChanges };
