import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { HANGS_AFTER_MS, within } from './outcome.ts';

/** What a child process had to say. */
export interface ChildReport<T> {
  /** What its script passed to `report`. */
  report: T;
  /** How long the process went on living after that, in milliseconds. */
  lingeredMs: number;
}

/** How long a child may take to start and do its work, in milliseconds. */
const CHILD_MS = 6 * HANGS_AFTER_MS;

/** What every script begins with: `input`, and `report(value)`, to be called once, last. */
const PRELUDE = `
  const input = JSON.parse(process.argv.at(-1));
  const report = (value) => process.stdout.write(JSON.stringify(value ?? null) + '\\n');
`;

/**
 * Runs a script in a fresh Node, with the sources of workspace packages where there are any.
 *
 * The script is text rather than a file, so that it is found from the sources and from a bundle alike. It sees `input`, may
 * use `await` and `import()`, calls `report(value)` once, and must then end by itself.
 *
 * @throws Error with what the child wrote to stderr, when it fails.
 */
export async function runChild<T>(script: string, input: unknown): Promise<ChildReport<T>> {
  const { NODE_OPTIONS: _ofTheTestRunner, ...env } = process.env;
  const flags = [
    '--conditions=@sdk/source',
    '--no-warnings',
    '--input-type=module',
    '--eval',
    PRELUDE + script,
    '--',
    JSON.stringify(input),
  ];
  const child = spawn(process.execPath, flags, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  let reportedAt = 0;
  child.stdout.on('data', (piece: Buffer) => {
    output += piece.toString();
    if (output.endsWith('\n')) reportedAt = performance.now();
  });
  child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
  let exitedAt = 0;
  child.on('exit', () => (exitedAt = performance.now()));
  try {
    await within(CHILD_MS, 'A child process', once(child, 'close'));
  } finally {
    child.kill('SIGKILL');
  }
  if (child.exitCode !== 0 || output === '') throw new Error(`The child process failed (${child.exitCode}):\n${errors}`);
  return { report: JSON.parse(output) as T, lingeredMs: exitedAt - reportedAt };
}
