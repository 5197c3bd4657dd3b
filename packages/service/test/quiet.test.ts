import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

/** Runs a program in a process of its own. It ends by itself, or is killed after a while. */
async function runProgram(program: string): Promise<{ stdout: string; tookMs: number }> {
  const startedAt = performance.now();
  const { stdout } = await run(process.execPath, ['--conditions=@sdk/source', '--input-type=module', '-e', program], {
    cwd: new URL('..', import.meta.url),
    timeout: 9_000,
  });
  return { stdout, tookMs: performance.now() - startedAt };
}

/** Tells which drivers are loaded when something is. */
const WATCH = `import { registerHooks } from 'node:module';
  const seen = new Set();
  registerHooks({ resolve(specifier, context, next) {
    for (const name of ['kysely', 'pg', 'node:sqlite', '@sdk/provider-openai', '@sdk/provider-synth']) if (specifier === name) seen.add(name);
    return next(specifier, context);
  } });
  const { createService, memoryStore, sqliteStore, postgresStore } = await import('@sdk/service');`;

test('Neither the package, nor a service, nor memoryStore loads a driver or a provider; a store does at its first use', async () => {
  const { stdout } = await runProgram(`${WATCH}
    const key = Buffer.alloc(32).toString('base64');
    const memory = memoryStore();
    await memory.put({ provider: 'a', model: 'b', apiKey: 'c' });
    createService({ providers: {}, store: memory });
    const sqlite = sqliteStore({ file: ':memory:', encryptionKey: key });
    const postgres = postgresStore({ url: 'postgres://127.0.0.1:1/x', encryptionKey: key });
    console.log(JSON.stringify([...seen]));
    await sqlite.list();
    console.log(JSON.stringify([...seen].sort()));
    await postgres.list().catch(() => {});
    console.log(JSON.stringify([...seen].sort()));`);
  expect(stdout.trim().split('\n').map((line) => JSON.parse(line))).toEqual([[], ['kysely', 'node:sqlite'], ['kysely', 'node:sqlite', 'pg']]);
}, 15_000);

test('Importing reads no environment', async () => {
  const { stdout } = await runProgram(`
    await import('zod'); await import('@sdk/core'); await import('@sdk/retry');
    const real = process.env;
    const read = [];
    Object.defineProperty(process, 'env', { configurable: true, value: new Proxy(real, { get: (env, name) => (read.push(String(name)), env[name]) }) });
    await import('@sdk/service');
    console.log(JSON.stringify(read.filter((name) => !/^(NODE_|WATCH_REPORT_DEPENDENCIES)/.test(name))));`);
  expect(JSON.parse(stdout)).toEqual([]);
}, 15_000);

test('A process ends by itself, though service and store were never closed', async () => {
  const { stdout, tookMs } = await runProgram(`
    import { createService, sqliteStore } from '@sdk/service';
    const store = sqliteStore({ file: ':memory:', encryptionKey: Buffer.alloc(32).toString('base64') });
    const service = createService({ providers: {}, store });
    await service.loadConfig('x').catch((error) => console.log(error.message));`);
  expect(stdout).toBe('Model configuration not found: x\n');
  expect(tookMs).toBeLessThan(8_000);
}, 15_000);
