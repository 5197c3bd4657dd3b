import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createScratchWorkspace, type Finished, type ScratchWorkspace } from './scratch-workspace.ts';

/** What nx, eslint, tsc and tsup may take together on a busy machine. */
const TOOLS_MS = 240_000;

/** Of each kind, a provider and the tests that fail until its contributor has written what only a contributor can. */
const PROVIDERS = [
  { kind: 'openai-compatible', name: 'acme', options: [], failing: ['write me: an answer that Acme gave'] },
  {
    kind: 'own-wire',
    name: 'bolt-ai',
    options: ['--displayName', 'Bolt AI!', '--baseUrl', 'https://bolt.example/api/', '--apiKeyEnv', 'BOLT_KEY'],
    failing: [
      'write me: the wire of Bolt AI!',
      'write me: what a request must hold',
      'write me: an answer that calls a tool',
      'write me: an answer that calls two tools',
      'write me: a call whose arguments are no JSON',
      'write me: an answer with reasoning',
      'write me: the features of Bolt AI!',
    ],
  },
];

interface TestReport {
  numPassedTests: number;
  testResults: { assertionResults: { title: string; status: string; failureMessages: string[] }[] }[];
}

let scratch: ScratchWorkspace;
let generated: Finished[];

beforeAll(async () => {
  scratch = createScratchWorkspace();
  generated = [];
  for (const { name, kind, options } of PROVIDERS) {
    const args = ['generate', '@sdk/workspace:provider', name, '--kind', kind, ...options, '--skipInstall', '--no-interactive'];
    generated.push(await scratch.run('nx', args));
    scratch.install(`packages/provider-${name}`);
  }
}, TOOLS_MS);
afterAll(() => scratch?.[Symbol.dispose]());

it('nx finds the generator and runs it', () => {
  for (const { code, output } of generated) expect(code, output).toBe(0);
});

it('what is generated lints, type-checks and builds', { timeout: TOOLS_MS }, async () => {
  const projects = PROVIDERS.map(({ name }) => `@sdk/provider-${name}`).join();
  const how = ['--exclude-task-dependencies', '--parallel=2', '--output-style=static'];
  const args = ['run-many', '-t', 'lint', 'typecheck', 'build', '-p', projects, ...how];
  const { code, output } = await scratch.run('nx', args);
  expect(code, output).toBe(0);
  for (const { name } of PROVIDERS) {
    expect(existsSync(join(scratch.folder, `packages/provider-${name}/dist/index.d.ts`))).toBe(true);
  }
});

// One after the other: some laws measure time.
describe('the tests of what is generated', () => {
  it.for(PROVIDERS)('fail only where something is to be written: $kind', { timeout: TOOLS_MS }, async ({ name, failing }) => {
    const folder = `packages/provider-${name}`;
    const args = ['run', '--config', '../../vitest.config.ts', '--root', '.', '--reporter=json', '--outputFile=report.json'];
    const { output } = await scratch.run('vitest', args, folder);
    const path = join(scratch.folder, folder, 'report.json');
    expect(existsSync(path), output).toBe(true);
    const { numPassedTests, testResults } = JSON.parse(readFileSync(path, 'utf8')) as TestReport;
    const failed = testResults.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => status === 'failed');
    expect(failed.map(({ title }) => title)).toEqual(expect.arrayContaining(failing));
    expect(failed.filter(({ title }) => !failing.includes(title))).toEqual([]);
    for (const { failureMessages } of failed) expect(failureMessages.join('\n')).toMatch(/write me: /i);
    expect(numPassedTests).toBeGreaterThan(50);
  });
});
