import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LLMock } from '@copilotkit/aimock';
import { checkTypes } from '../src/check-types.ts';
import { brokenLinks, findSnippets, readDocuments, ROOT } from '../src/documents.ts';
import { fileOf, writeSnippets } from '../src/write-snippets.ts';
import { environmentOf, startMock } from './mock.ts';

const COMPILE_MS = 120_000;
const RUN_MS = 20_000;

const documents = readDocuments();
const snippets = documents.flatMap(findSnippets);

describe('every block of TypeScript', () => {
  let complaints: Map<string, string[]>;
  let mock: LLMock;

  beforeAll(async () => {
    writeSnippets(snippets);
    complaints = checkTypes(snippets);
    mock = await startMock();
  }, COMPILE_MS);
  afterAll(() => mock?.stop());

  test.each(snippets)('$place type-checks', ({ place }) => {
    expect(complaints.get(place)).toEqual([]);
  });

  test.each(snippets.filter(({ runs }) => runs))('$place runs and prints something', { timeout: 2 * RUN_MS }, async (snippet) => {
    const { error, stdout, stderr } = await run(fileOf(snippet), mock.url);
    expect(stderr).toBe('');
    expect(error).toBeNull();
    expect(stdout).not.toBe('');
  });
});

test.each(documents)('$path has no broken link', (document) => {
  expect(brokenLinks(document)).toEqual([]);
});

test('the table of the README names every package that is published', () => {
  const manifests = globSync('packages/*/package.json', { cwd: ROOT }).map((path) => readFileSync(join(ROOT, path), 'utf8'));
  const published = manifests.map((text) => JSON.parse(text) as { name: string; private?: boolean }).filter((each) => !each.private);
  const readme = documents[0]?.text ?? '';
  expect(published.filter(({ name }) => !readme.includes(`| [\`${name}\`]`))).toEqual([]);
});

test('blocks in other languages are left alone, and code keeps the line that it has in its document', () => {
  const text = '# Title\n```sh\nnpm start\n```\n```ts run\nimport "a";\n```\nText\n```ts\nmore();\n```\n```ts\nimport "b";\n```\n';
  expect(findSnippets({ path: 'A.md', text })).toEqual([
    { place: 'A.md:6', path: 'A.md', line: 6, program: '\n\n\n\n\nimport "a";\n', runs: true },
    { place: 'A.md:10', path: 'A.md', line: 10, program: '\n\n\n\n\nimport "a";\n\n\n\nmore();\n', runs: false },
    { place: 'A.md:13', path: 'A.md', line: 13, program: `${'\n'.repeat(12)}import "b";\n`, runs: false },
  ]);
});

interface Finished {
  error: Error | null;
  stdout: string;
  stderr: string;
}

/** Runs a file as a program that believes this server to be every vendor. */
function run(file: string, server: string): Promise<Finished> {
  const env = { PATH: process.env['PATH'], ...environmentOf(server) };
  return new Promise((done) => {
    execFile(process.execPath, ['--conditions=@sdk/source', file], { env, timeout: RUN_MS }, (error, stdout, stderr) => done({ error, stdout, stderr }));
  });
}
