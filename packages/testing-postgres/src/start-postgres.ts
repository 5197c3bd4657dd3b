import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { startCluster } from './cluster.ts';
import { startProxy } from './proxy.ts';

/** A PostgreSQL server for one test file, that can go away and come back. */
export interface TestPostgres extends AsyncDisposable {
  /** Makes an empty database. @returns its URL, with user and password */
  createDatabase(): Promise<string>;
  /** Takes the server away without notice: it stops as in a crash, or, where it is not ours, every connection is reset. */
  down(): Promise<void>;
  /** Brings it back at the same address, with what was stored. Resolves when it answers. */
  up(): Promise<void>;
}

/**
 * Starts a PostgreSQL of its own, from npm's registry; root starts it as another user. With SDK_TEST_POSTGRES_URL set, the server of that URL
 * is used instead, behind a proxy that can hang up; its user must be allowed to create databases.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env['SDK_TEST_POSTGRES_URL'];
  const server = await (given ? startProxy(given) : startCluster());
  const admin = new URL(server.url);
  return {
    async createDatabase() {
      const name = `test_${randomUUID().replaceAll('-', '')}`;
      await run(admin, `CREATE DATABASE ${name}`);
      return Object.assign(new URL(admin), { pathname: `/${name}` }).href;
    },
    down: server.down,
    up: server.up,
    [Symbol.asyncDispose]: server.close,
  };
}

async function run(url: URL, statement: string): Promise<void> {
  const client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** What stands behind a {@link TestPostgres}. */
export interface Server {
  url: string;
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}
