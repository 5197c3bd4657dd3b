import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { copyBinaries } from './binaries.ts';
import type { Server } from './start-postgres.ts';
import { unprivilegedUser, type SystemUser } from './unprivileged-user.ts';

/** A slow machine starts it in a few seconds. */
const STARTS_WITHIN_MS = 60_000;
const ASKS_EVERY_MS = 50;

/** Runs a server, and ends it when this process is gone, which closes the pipe that the shell reads. */
const WATCHED = 'exec 3<&0; "$0" "$@" & server=$!; (cat <&3 > /dev/null; kill -QUIT $server) & wait $server; kill $!';

/** Tests lose nothing when the machine fails. */
const SETTINGS = ['fsync=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'shared_buffers=16MB', 'max_connections=60'];

/** A cluster in a folder of its own, on a free port of 127.0.0.1. */
export async function startCluster(): Promise<Server> {
  const { folder, bin } = copyBinaries();
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const user = unprivilegedUser();
  const data = join(folder, 'data');
  const password = randomBytes(12).toString('hex');
  mkdirSync(data, { mode: 0o700 });
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'password'), password);
  if (user.uid !== undefined) chownSync(data, user.uid, user.gid ?? user.uid);
  await run(join(bin, 'initdb'), user, [
    ...['--pgdata', data, '--username', 'postgres', '--pwfile', join(folder, 'password'), '--auth', 'scram-sha-256'],
    ...['--encoding', 'UTF8', '--locale', 'C', '--no-sync', '--no-instructions'],
  ]);
  const url = `postgres://postgres:${password}@127.0.0.1:${await freePort()}/postgres`;
  let server: ChildProcess | undefined;

  async function up(): Promise<void> {
    const until = Date.now() + STARTS_WITHIN_MS;
    const flags = ['-D', data, '-p', new URL(url).port, ...SETTINGS.flatMap((setting) => ['-c', setting])];
    while (!(await answers(url))) {
      if (Date.now() > until) throw new Error('PostgreSQL does not start; give one by SDK_TEST_POSTGRES_URL.');
      // One that has just been stopped may refuse to start at first.
      if (!server || server.exitCode !== null) {
        server = spawn('sh', ['-c', WATCHED, join(bin, 'postgres'), ...flags], { ...user, stdio: ['pipe', 'ignore', 'ignore'] });
      }
      await sleep(ASKS_EVERY_MS);
    }
  }

  /** The shell then sends SIGQUIT: no connection is served to its end, and nothing is put in order before the next start. */
  async function down(): Promise<void> {
    if (!server || server.exitCode !== null) return;
    const gone = once(server, 'exit');
    server.stdin?.end();
    await gone;
  }

  async function close(): Promise<void> {
    await down();
    remove();
    process.off('exit', remove);
  }

  await up();
  return { url, up, down, close };
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

async function run(file: string, user: SystemUser, flags: string[]): Promise<void> {
  const child = spawn(file, flags, { ...user, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`initdb failed; give a server by SDK_TEST_POSTGRES_URL.\n${said}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
