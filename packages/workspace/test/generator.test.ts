import type { Tree } from '@nx/devkit';
import { createTree } from '@nx/devkit/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { providerGenerator } from '../src/provider/generator.ts';
import type { ProviderOptions } from '../src/provider/provider-names.ts';

const README = `| package | what it is | depends on |
|---|---|---|
| [\`@sdk/core\`](packages/core) | the interface | nothing |
| [\`@sdk/provider-openai\`](packages/provider-openai) | OpenAI | core, http, openai-wire |
| **wrappers** | | |
`;

let tree: Tree;
let before: Set<string>;
const paths = () => tree.listChanges().map(({ path }) => path);
beforeEach(() => {
  tree = createTree();
  tree.write('package.json', '{"devDependencies":{"vitest":"5.1.1"}}');
  tree.write('README.md', README);
  before = new Set(paths());
});

const generate = (options: Partial<ProviderOptions> = {}) => providerGenerator(tree, { name: 'acme', kind: 'openai-compatible', ...options });
const changed = () => paths().filter((path) => !before.has(path));

describe.each(['openai-compatible', 'own-wire'] as const)('a provider of kind %s', (kind) => {
  it('touches nothing but its folder, its changeset and the table of the README', () => {
    generate({ kind });
    expect(changed().filter((path) => !path.startsWith('packages/provider-acme/'))).toEqual(['.changeset/provider-acme.md']);
    expect(tree.read('.changeset/provider-acme.md', 'utf8')).toContain("'@sdk/provider-acme': minor");
    expect(tree.read('README.md', 'utf8')?.replace(/^.*provider-acme.*\n/m, '')).toBe(README);
  });

  it('calls everything by the names that were given', () => {
    generate({ kind, name: 'acme-ai', displayName: 'ACME', baseUrl: 'https://acme.test/v2/', apiKeyEnv: 'ACME_KEY' });
    const provider = tree.read('packages/provider-acme-ai/src/provider.ts', 'utf8');
    const said = ["id: 'acme-ai'", "'ACME_KEY'", "'ACME_AI_BASE_URL'", "'https://acme.test/v2'", 'const acmeAi: AcmeAiProvider = createAcmeAi()'];
    for (const each of said) expect(provider).toContain(each);
    for (const path of changed()) expect(tree.read(path, 'utf8'), path).not.toMatch(/<%|%>|undefined_/);
  });
});

it('adds its row below the other providers', () => {
  generate();
  const rows = tree.read('README.md', 'utf8')?.split('\n') ?? [];
  expect(rows[4]).toBe('| [`@sdk/provider-acme`](packages/provider-acme) | Acme, over Chat Completions | core, http, openai-wire |');
});

it.each<[string, Partial<ProviderOptions>, RegExp]>([
  ['capitals', { name: 'Acme' }, /kebab-case/],
  ['an underscore', { name: 'acme_ai' }, /kebab-case/],
  ['a digit at the beginning', { name: '01-ai' }, /kebab-case/],
  ['a path', { name: '../acme' }, /kebab-case/],
  ['the prefix of the package', { name: 'provider-acme' }, /vendor's name alone, e\.g\. "acme"/],
  ['a word of the language', { name: 'new' }, /Try "new-ai"/],
  ['a name with a quote', { displayName: "O'Acme" }, /^displayName/],
  ['another protocol', { baseUrl: 'ftp://acme.test' }, /^baseUrl/],
  ['a URL with a quote', { baseUrl: "https://acme.test/a'b" }, /^baseUrl/],
  ['a variable in lower case', { apiKeyEnv: 'acme_key' }, /^apiKeyEnv/],
  ['an unknown kind', { kind: 'grpc' as never }, /openai-compatible, own-wire/],
])('refuses %s, and has touched nothing', (_name, options, message) => {
  expect(() => generate(options)).toThrow(Error);
  expect(() => generate(options)).toThrow(expect.objectContaining({ message: expect.stringMatching(message) as string }));
  expect(changed()).toEqual([]);
});

it('refuses a package that exists, and leaves it as it is', () => {
  tree.write('packages/provider-acme/package.json', '{"name":"mine"}');
  expect(() => generate()).toThrow('packages/provider-acme exists already');
  expect(changed()).toEqual(['packages/provider-acme/package.json']);
});

it('says so when the README has lost its table', () => {
  tree.write('README.md', '# Nothing\n');
  expect(() => generate()).toThrow(/README\.md: the table of packages/);
});
